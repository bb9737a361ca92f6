package dev.hybridmim.local.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.message.ExclusionReason;
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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CatalogueViewTest {
  @Test
  void countsEveryScanOnce() {
    CatalogueView view = new CatalogueView();
    view.accept(announced("a", "1", 1));
    view.accept(announced("a", "1", 2));
    view.accept(announced("b", "1", 1));
    view.accept(announced("c", "1", 1));
    view.accept(prepared("a", "id-a", 5));
    view.accept(prepared("a", "id-a", 6));
    view.accept(rejected("b", "1", 5));

    assertThat(view.scans(7)).isEqualTo(new Summary.Scans(3, 1, 1, 0, 0, 7));
    assertThat(view.scans(0).pending()).isEqualTo(1);
    assertThat(view.rejects()).extracting(Reject::getReference).containsExactly("bucket/b");
  }

  @Test
  void aSeriesIsOneScanHoweverManyObjectsItIs() {
    CatalogueView view = new CatalogueView();
    String folder = "raw/series/0123456789abcdef0123456789abcdef/";
    view.accept(announced(folder + "1.dcm", "1", 1));
    view.accept(announced(folder + "2.dcm", "2", 2));
    view.accept(announced(folder + "complete.json", "3", 3));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 0, 0, 0, 0, 0));
    view.accept(rejected(folder, "version", 4));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 0, 1, 0, 0, 0));
    // A slice that was missing comes, and the refusal is history.
    view.accept(announced(folder + "3.dcm", "4", 5));
    assertThat(view.scans(0).pending()).isEqualTo(1);
    view.accept(prepared(folder, "id", 6));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 1, 0, 0, 0, 0));
  }

  @Test
  void aPairIsOneScanThoughItIsTwoObjects() {
    CatalogueView view = new CatalogueView();
    view.accept(announced("raw/1.img", "i", 1));
    view.accept(rejected("raw/1.img", "i", 2));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 0, 1, 0, 0, 0));
    view.accept(announced("raw/1.hdr", "h", 3));
    assertThat(view.scans(0).pending()).isEqualTo(1);
    view.accept(prepared("raw/1.hdr", "id", 4));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 1, 0, 0, 0, 0));
  }

  @Test
  void whatWasReplacedBeforeItCouldBePreparedIsNoScanAnyMore() {
    CatalogueView view = new CatalogueView();
    view.accept(announced("raw/broken", "1", 1));
    view.accept(rejected("raw/broken", "1", 2));
    view.withdraw("ingest/bucket/raw/broken");
    view.accept(announced("raw/whole", "2", 3));
    view.accept(prepared("raw/whole", "id", 4));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 1, 0, 0, 0, 0));
    assertThat(view.rejects()).isEmpty();
  }

  @Test
  void knowsDuplicatesAndHeldBackImages() {
    CatalogueView view = new CatalogueView();
    view.accept(prepared("a", "same", 1));
    view.accept(prepared("b", "same", 2));
    view.accept(prepared("c", "other", 3));
    view.accept(excluded("same", ExclusionReason.EXCLUSION_REASON_HELD_BACK));
    view.accept(excluded("absent", ExclusionReason.EXCLUSION_REASON_HELD_BACK));
    view.accept(excluded("other", ExclusionReason.EXCLUSION_REASON_WITHDRAWN));

    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(3, 3, 0, 1, 1, 0));
  }

  @Test
  void aRefusalIsHistoryWhenTheFileWasPutRight() {
    CatalogueView view = new CatalogueView();
    view.accept(announced("a", "broken", 1));
    view.accept(rejected("a", "broken", 2));
    assertThat(view.scans(0).rejected()).isEqualTo(1);

    view.accept(announced("a", "mended", 3));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 0, 0, 0, 0, 0));

    view.accept(prepared("a", "id", 4));
    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 1, 0, 0, 0, 0));
    assertThat(view.rejects()).isEmpty();
  }

  @Test
  void aPreparedScanWhoseFileWasBrokenLaterIsRejected() {
    CatalogueView view = new CatalogueView();
    view.accept(announced("a", "good", 1));
    view.accept(prepared("a", "id", 2));
    view.accept(announced("a", "broken", 3));
    view.accept(rejected("a", "broken", 4));

    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(1, 0, 1, 0, 0, 0));
  }

  @Test
  void refusalsOfOtherStagesAreListedButAreNoScans() {
    CatalogueView view = new CatalogueView();
    view.accept(Reject.newBuilder().setStage("evaluator").setReference("snapshots/run/1/").build());

    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(0, 0, 0, 0, 0, 0));
    assertThat(view.rejects()).hasSize(1);
  }

  @Property(tries = 100)
  void theOrderOfEventsDoesNotMatter(@ForAll long seed) {
    List<Object> events = new ArrayList<>();
    events.add(announced("a", "broken", 1));
    events.add(rejected("a", "broken", 2));
    events.add(announced("a", "mended", 3));
    events.add(prepared("a", "id", 4));
    events.add(announced("b", "1", 1));
    events.add(prepared("b", "id", 2));
    events.add(excluded("id", ExclusionReason.EXCLUSION_REASON_HELD_BACK));
    events.add(announced("c", "1", 1));
    events.add(rejected("c", "1", 2));
    events.add(announced("d", "1", 1));
    Collections.shuffle(events, new Random(seed));

    CatalogueView view = new CatalogueView();
    for (Object event : events) {
      if (event instanceof ScanAnnouncement announcement) {
        view.accept(announcement);
      } else if (event instanceof VolumeEvent volume) {
        view.accept(volume);
      } else {
        view.accept((Reject) event);
      }
    }

    assertThat(view.scans(0)).isEqualTo(new Summary.Scans(4, 2, 1, 1, 1, 0));
  }

  private static ScanAnnouncement announced(String key, String eTag, long second) {
    return new ScanAnnouncement(
        "bucket", key, 10, eTag, "", "s3:ObjectCreated:Put", Instant.ofEpochSecond(second));
  }

  private static VolumeEvent prepared(String key, String id, long second) {
    return VolumeEvent.newBuilder()
        .setPrepared(
            Volume.newBuilder()
                .setId(id)
                .setPreparedAt(time(second))
                .setSource(ScanSource.newBuilder().setBucket("bucket").setKey(key)))
        .build();
  }

  private static VolumeEvent excluded(String id, ExclusionReason reason) {
    return VolumeEvent.newBuilder()
        .setExcluded(VolumeExclusion.newBuilder().setId(id).setReason(reason))
        .build();
  }

  private static Reject rejected(String key, String eTag, long second) {
    return Reject.newBuilder()
        .setStage("ingest")
        .setReference("bucket/" + key)
        .setReason("truncated")
        .setEtag(eTag)
        .setFirstSeen(time(second))
        .setLastSeen(time(second))
        .build();
  }

  private static Timestamp time(long second) {
    return Timestamp.newBuilder().setSeconds(second).build();
  }
}
