package dev.hybridmim.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.ingest.testing.SyntheticImages;
import dev.hybridmim.ingest.testing.WatchedStore;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanPreparationTest {
  private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");
  private static final Instant ARRIVAL = Instant.parse("2026-11-01T08:00:00Z");
  private static final PreparationRecipe RECIPE =
      new PreparationRecipe(
          new IngestProfile(List.of(), List.of(-1000.0, 1000.0), List.of(0.5, 99.5), false), 16);
  private static final Image IMAGE =
      SyntheticImages.ct(1, 20, 20, 20, Affine.of(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0));

  private static final Pseudonyms PSEUDONYMS = Pseudonyms.of("a secret");

  @TempDir Path directory;
  private WatchedStore store;
  private ScanPreparation preparation;

  @BeforeEach
  void open() {
    store = new WatchedStore(new FileObjectStore(directory));
    preparation = preparation(new ReadLimits(1 << 20, 1 << 20));
  }

  @Test
  void aScanIsWrittenOnceHoweverOftenItIsAnnounced() {
    ScanAnnouncement first = announce("raw/1.nii.gz", IMAGE);
    ScanAnnouncement copy = announce("raw/2.nii.gz", IMAGE);
    ScanOutcome.Prepared prepared = prepared(first);
    assertThat(prepared.written()).isTrue();
    store.written().clear();
    ScanOutcome.Prepared again = prepared(first);
    assertThat(again.written()).isFalse();
    assertThat(again.key()).isEqualTo(prepared.key());
    assertThat(again.event()).isEqualTo(prepared.event());
    ScanOutcome.Prepared other = prepared(copy);
    assertThat(other.written()).isFalse();
    assertThat(other.key()).isNotEqualTo(prepared.key());
    assertThat(other.event().getPrepared().getId())
        .isEqualTo(prepared.event().getPrepared().getId());
    assertThat(store.written()).isEmpty();
  }

  @Test
  void theEventSaysWhatIsStored() {
    Volume volume = prepared(announce("raw/1.nii.gz", IMAGE)).event().getPrepared();
    assertThat(volume.getSource().getKey()).isEqualTo("raw/1.nii.gz");
    assertThat(volume.getSource().getEtag()).isNotEmpty();
    assertThat(volume.getSource().getSize()).isPositive();
    assertThat(volume.getChannels()).isEqualTo(1);
    assertThat(volume.getPreparedAt().getSeconds()).isEqualTo(NOW.getEpochSecond());
    assertThat(volume.getAnnouncedAt().getSeconds()).isEqualTo(ARRIVAL.getEpochSecond());
    assertThat(volume.getForeground().getSize().getI()).isEqualTo(14);
    assertThat(volume.getShape().getI()).isEqualTo(16);
    assertThat(store.stat(volume.getObjectPrefix() + "zarr.json")).isPresent();
  }

  @Test
  void aStoreThatBreaksOffWhileItSendsIsNoTruncatedScan() {
    ScanAnnouncement announcement = announce("raw/1.nii.gz", IMAGE);
    store.breakOffNext(500);
    assertThatThrownBy(() -> preparation.prepare(announcement))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.retryable()).isTrue());
    assertThat(prepared(announcement).written()).isTrue();
  }

  @Test
  void anIncompleteVolumeIsWrittenAgain() {
    ScanAnnouncement announcement = announce("raw/1.nii.gz", IMAGE);
    String prefix = prepared(announcement).event().getPrepared().getObjectPrefix();
    store.delete(prefix + "0/c/0/0/0");
    assertThat(prepared(announcement).written()).isTrue();
    store.put(prefix + "zarr.json", new byte[] {'?'}, "application/json");
    assertThat(prepared(announcement).written()).isTrue();
    assertThat(prepared(announcement).written()).isFalse();
  }

  @Test
  void anotherRecipeIsAnotherVolumeOfTheSameId() {
    ScanAnnouncement announcement = announce("raw/1.nii.gz", IMAGE);
    Volume first = prepared(announcement).event().getPrepared();
    PreparationRecipe larger = new PreparationRecipe(RECIPE.profile(), 32);
    ScanPreparation second =
        new ScanPreparation(
            store,
            "bucket",
            larger,
            new ReadLimits(1 << 20, 1 << 20),
            PSEUDONYMS,
            Clock.systemUTC());
    Volume other = ((ScanOutcome.Prepared) second.prepare(announcement)).event().getPrepared();
    assertThat(other.getId()).isEqualTo(first.getId());
    assertThat(other.getObjectPrefix()).isNotEqualTo(first.getObjectPrefix());
    assertThat(other.getShape().getI()).isEqualTo(32);
  }

  @Test
  void whatCantBePreparedIsRejectedWithItsReason() {
    store.put("raw/text", new byte[] {1, 2, 3, 4, 5}, "text/plain");
    assertRejected(announcement("raw/text"), RejectReason.NOT_NIFTI);
    assertRejected(announcement("raw/none"), RejectReason.OBJECT_MISSING);
    Image empty = new Image(new float[8000], IMAGE.shape(), IMAGE.affine(), IMAGE.modality());
    assertRejected(announce("raw/empty.nii", empty), RejectReason.CONSTANT);
    ScanOutcome foreign =
        preparation.prepare(
            new ScanAnnouncement("other", "raw/text", 5, "", "", "s3:ObjectCreated:Put", ARRIVAL));
    assertThat(((ScanOutcome.Rejected) foreign).reason()).isEqualTo(RejectReason.FOREIGN_BUCKET);
  }

  @Test
  void whatIsTooLargeForThisProcessMayBeTriedAgain() {
    preparation = preparation(new ReadLimits(1000, 1 << 20));
    ScanAnnouncement announcement = announce("raw/1.nii", IMAGE);
    ScanOutcome.Rejected rejected = (ScanOutcome.Rejected) preparation.prepare(announcement);
    assertThat(rejected.reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejected.reject().getRetryable()).isTrue();
    assertThat(rejected.reject().getEtag()).isEqualTo(announcement.eTag());
  }

  @Test
  void anOutageIsNoReject() throws Exception {
    ScanAnnouncement announcement = announce("raw/1.nii.gz", IMAGE);
    store.failNext(1, true);
    assertThatThrownBy(() -> preparation.prepare(announcement))
        .isInstanceOf(ObjectStoreException.class);
    Patience patience =
        new Patience(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(20));
    store.failNext(7, true);
    ScanOutcome outcome = patience.call(() -> preparation.prepare(announcement));
    assertThat(outcome).isInstanceOf(ScanOutcome.Prepared.class);
  }

  @Test
  void patienceEnds() {
    Patience patience =
        new Patience(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(30));
    store.failNext(Integer.MAX_VALUE, true);
    assertThatThrownBy(() -> patience.call(() -> store.stat("x")))
        .isInstanceOf(ObjectStoreException.class);
    store.failNext(1, false);
    assertThatThrownBy(() -> patience.call(() -> store.stat("x")))
        .isInstanceOf(ObjectStoreException.class);
  }

  @Test
  void everySettingIsInTheRecipesDigest() {
    IngestProfile base = RECIPE.profile();
    assertThat(
            List.of(
                    RECIPE,
                    new PreparationRecipe(base, 17),
                    recipe(List.of(1.0, 1.0, 1.0), base.ctWindowHu(), base.mrPercentiles(), false),
                    recipe(base.spacingMm(), List.of(-1000.0, 999.0), base.mrPercentiles(), false),
                    recipe(base.spacingMm(), base.ctWindowHu(), List.of(1.0, 99.5), false),
                    recipe(base.spacingMm(), base.ctWindowHu(), base.mrPercentiles(), true))
                .stream()
                .map(PreparationRecipe::digest)
                .distinct())
        .hasSize(6)
        .allMatch(digest -> digest.matches("[0-9a-f]{12}"));
  }

  private static PreparationRecipe recipe(
      List<Double> spacing, List<Double> window, List<Double> percentiles, boolean antiAlias) {
    return new PreparationRecipe(new IngestProfile(spacing, window, percentiles, antiAlias), 16);
  }

  private ScanPreparation preparation(ReadLimits limits) {
    return new ScanPreparation(
        store, "bucket", RECIPE, limits, PSEUDONYMS, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private ScanOutcome.Prepared prepared(ScanAnnouncement announcement) {
    return (ScanOutcome.Prepared) preparation.prepare(announcement);
  }

  private void assertRejected(ScanAnnouncement announcement, RejectReason reason) {
    ScanOutcome.Rejected rejected = (ScanOutcome.Rejected) preparation.prepare(announcement);
    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.reject().getReason()).isEqualTo(reason.word());
    assertThat(rejected.reject().getReference()).isEqualTo("bucket/" + announcement.key());
    assertThat(rejected.reject().getMessage()).doesNotContain(announcement.key());
    assertThat(rejected.reject().getRetryable()).isFalse();
  }

  private ScanAnnouncement announce(String key, Image image) {
    byte[] file = NiftiWriter.bytes(image, StorageType.INT16, key.endsWith("gz"));
    String eTag = store.put(key, file, "application/octet-stream");
    return new ScanAnnouncement(
        "bucket", key, file.length, eTag, "", "s3:ObjectCreated:Put", ARRIVAL);
  }

  private static ScanAnnouncement announcement(String key) {
    return new ScanAnnouncement("bucket", key, -1, "", "", "s3:ObjectCreated:Put", ARRIVAL);
  }
}
