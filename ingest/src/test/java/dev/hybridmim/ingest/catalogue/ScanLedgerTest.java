package dev.hybridmim.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ScanLedgerTest {
  private final ScanLedger ledger = new ScanLedger();

  @Test
  void refusalsOfOneReferenceAreOne() {
    ledger.accept(reject("b/raw/1", "truncated", "e1", 20));
    ledger.accept(reject("b/raw/1", "truncated", "e1", 10));
    ledger.accept(reject("b/raw/1", "constant", "e2", 30));
    ledger.accept(reject("b/raw/2", "rgb", "e", 5));
    assertThat(ledger.rejects())
        .extracting(RejectEntry::reference)
        .containsExactly("b/raw/2", "b/raw/1");
    RejectEntry merged = ledger.rejects().get(1);
    assertThat(merged.count()).isEqualTo(3);
    assertThat(merged.firstSeen()).isEqualTo(Instant.ofEpochSecond(10));
    assertThat(merged.lastSeen()).isEqualTo(Instant.ofEpochSecond(30));
    assertThat(merged.reason()).isEqualTo("constant");
    assertThat(merged.eTag()).isEqualTo("e2");
  }

  @Test
  void aRefusalIsHistoryOnceItsScanIsPreparedOrReplaced() {
    ledger.accept(announcement("b/raw/1", "e1", 9));
    ledger.accept(reject("b/raw/1", "too-large", "e1", 10));
    assertThat(ledger.rejects()).hasSize(1);
    // Announced again, nothing has come of it yet.
    ledger.accept(announcement("b/raw/1", "e1", 11));
    assertThat(ledger.rejects()).hasSize(1);
    ledger.accept(volume("id1", "raw/1", 12));
    assertThat(ledger.rejects()).isEmpty();

    ledger.accept(reject("b/raw/2", "truncated", "e1", 10));
    ledger.accept(announcement("b/raw/2", "other", 11));
    assertThat(ledger.rejects()).isEmpty();
  }

  @Test
  void whatWasMissingAndIsAnnouncedAgainIsHistory() {
    ledger.accept(reject("b/raw/1", "object-missing", "e1", 10));
    ledger.accept(announcement("b/raw/1", "e1", 11));
    assertThat(ledger.rejects()).isEmpty();
    ledger.accept(reject("b/raw/1", "object-missing", "e1", 12));
    assertThat(ledger.rejects()).extracting(RejectEntry::count).containsExactly(2);
  }

  @Test
  void aHalfThatWasRefusedAloneIsHistoryOnceThePairIsPrepared() {
    ledger.accept(announcement("b/raw/1.img.gz", "e1", 9));
    ledger.accept(reject("b/raw/1.img.gz", "incomplete-pair", "e1", 10));
    assertThat(ledger.rejects()).hasSize(1);
    ledger.accept(announcement("b/raw/1.hdr", "e2", 11));
    ledger.accept(volume("id1", "raw/1.hdr", 12));
    assertThat(ledger.rejects()).isEmpty();
  }

  @Test
  void aPartOfAnArchiveThatIsPreparedAfterARetryIsHistory() {
    ledger.accept(announcement("b/raw/a.zip", "e", 9));
    ledger.accept(reject("b/raw/a.zip#entry-2", "too-large", "e", 10));
    ledger.accept(reject("b/raw/a.zip#entry-3", "truncated", "e", 10));
    ledger.accept(volume("id1", "raw/a.zip", 11));
    assertThat(ledger.rejects()).hasSize(2);
    // Retried: one of them is prepared now, the other refused again.
    ledger.accept(announcement("b/raw/a.zip", "e", 20));
    assertThat(ledger.rejects()).hasSize(2);
    ledger.accept(volume("id2", "raw/a.zip", 21));
    ledger.accept(reject("b/raw/a.zip#entry-3", "truncated", "e", 22));
    assertThat(ledger.rejects())
        .extracting(RejectEntry::reference)
        .containsExactly("b/raw/a.zip#entry-3");
    // And then another archive takes its place.
    ledger.accept(announcement("b/raw/a.zip", "other", 30));
    assertThat(ledger.rejects()).isEmpty();
  }

  @Test
  void aRefusalCanBeWithdrawn() {
    ledger.accept(reject("b/raw/1", "truncated", "e1", 10));
    ledger.withdraw("ingest/b/raw/1");
    assertThat(ledger.rejects()).isEmpty();
    ledger.accept(reject("b/raw/1", "truncated", "e1", 12));
    assertThat(ledger.rejects()).hasSize(1);
  }

  @Test
  void aVolumeHasAllItsScansAndSaysWhyItIsExcluded() {
    ledger.accept(volume("id1", "raw/1", 1));
    ledger.accept(volume("id2", "raw/2", 2));
    ledger.accept(volume("id1", "raw/3", 3));
    ledger.accept(volume("id1", "raw/3", 3));
    ledger.accept(exclusion("id2", ExclusionReason.EXCLUSION_REASON_HELD_BACK));
    assertThat(ledger.volumes()).extracting(CatalogueEntry::id).containsExactly("id1", "id2");
    assertThat(ledger.volumes().get(0).scans())
        .extracting(CatalogueEntry.Scan::key)
        .containsExactly("raw/1", "raw/3");
    assertThat(ledger.volumes())
        .extracting(CatalogueEntry::state)
        .containsExactly("usable", "held-back");
    ledger.accept(exclusion("id2", ExclusionReason.EXCLUSION_REASON_WITHDRAWN));
    assertThat(ledger.volumes().get(1).state()).isEqualTo("withdrawn");
    assertThat(Withdrawal.recordKey("id2")).isNotEqualTo("id2!");
  }

  /** The three topics arrive in any order between them. */
  @Property(tries = 50)
  void theOrderOfTheTopicsDoesNotMatter(@ForAll long seed) {
    List<Consumer<ScanLedger>> records = new ArrayList<>();
    for (int scan = 0; scan < 6; scan++) {
      String key = "raw/" + scan;
      String reference = "b/" + key;
      int at = 10 * scan;
      records.add(to -> to.accept(announcement(reference, "e", at)));
      if (scan % 2 == 0) {
        records.add(to -> to.accept(reject(reference, "too-large", "e", at + 1)));
        records.add(to -> to.accept(reject(reference, "too-large", "e", at + 2)));
      }
      if (scan % 3 == 0) {
        records.add(to -> to.accept(volume("id" + key, key, at + 3)));
      }
    }
    Collections.shuffle(records, new Random(seed));
    ScanLedger shuffled = new ScanLedger();
    records.forEach(record -> record.accept(shuffled));
    assertThat(shuffled.rejects())
        .extracting(RejectEntry::reference, RejectEntry::count)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b/raw/2", 2),
            org.assertj.core.groups.Tuple.tuple("b/raw/4", 2));
    assertThat(shuffled.volumes()).hasSize(2);
    assertThat(shuffled.announcedObjects()).isEqualTo(6);
  }

  private static ScanAnnouncement announcement(String reference, String eTag, long seconds) {
    String[] parts = reference.split("/", 2);
    return new ScanAnnouncement(
        parts[0], parts[1], 1, eTag, "", "s3:ObjectCreated:Put", Instant.ofEpochSecond(seconds));
  }

  private static Reject reject(String reference, String reason, String eTag, long seconds) {
    Timestamp time = Timestamp.newBuilder().setSeconds(seconds).build();
    return Reject.newBuilder()
        .setStage("ingest")
        .setReference(reference)
        .setReason(reason)
        .setMessage(reason)
        .setFirstSeen(time)
        .setLastSeen(time)
        .setEtag(eTag)
        .build();
  }

  private static VolumeEvent volume(String id, String key, long seconds) {
    return VolumeEvent.newBuilder()
        .setPrepared(
            Volume.newBuilder()
                .setId(id)
                .setModality(Modality.MODALITY_CT)
                .setSource(ScanSource.newBuilder().setBucket("b").setKey(key).setEtag("e"))
                .setPreparedAt(Timestamp.newBuilder().setSeconds(seconds)))
        .build();
  }

  private static VolumeEvent exclusion(String id, ExclusionReason reason) {
    return VolumeEvent.newBuilder()
        .setExcluded(VolumeExclusion.newBuilder().setId(id).setReason(reason).setBy("somebody"))
        .build();
  }
}
