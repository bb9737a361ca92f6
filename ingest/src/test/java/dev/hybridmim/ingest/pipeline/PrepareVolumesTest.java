package dev.hybridmim.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.ingest.testing.MutatedNifti;
import dev.hybridmim.ingest.testing.SyntheticImages;
import dev.hybridmim.ingest.testing.WatchedStore;
import dev.hybridmim.ingest.volume.VolumeReader;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareVolumesTest {
  private static final String BUCKET = "scans-of-a-test";
  private static final IngestProfile PROFILE =
      new IngestProfile(
          List.of(2.0, 2.0, 2.0), List.of(-1000.0, 1000.0), List.of(0.5, 99.5), false);
  private static final PreparationRecipe RECIPE = new PreparationRecipe(PROFILE, 16);
  private static final Instant ARRIVAL = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir Path directory;

  @Test
  void everyScanBecomesAVolumeOrADeadLetter() throws Exception {
    Image image =
        SyntheticImages.ct(1, 40, 36, 20, Affine.of(-1, 0, 0, 20, 0, -1, 0, 18, 0, 0, 2.5, -25));
    byte[] packed = NiftiWriter.bytes(image, StorageType.INT16, true);
    List<KV<String, byte[]>> notifications = new ArrayList<>();
    try (ObjectStore store = new FileObjectStore(directory)) {
      notifications.add(announce(store, "raw/a.nii.gz", packed));
      notifications.add(
          announce(
              store, "raw/the same.nii", NiftiWriter.bytes(image, StorageType.FLOAT32, false)));
      notifications.add(
          announce(store, "raw/cut.nii.gz", Arrays.copyOf(packed, packed.length / 2)));
      notifications.add(
          announce(store, "raw/readme.txt", "no scan".getBytes(StandardCharsets.UTF_8)));
      notifications.add(announce(store, "raw/gone.nii.gz", packed));
      store.delete("raw/gone.nii.gz");
    }
    notifications.add(KV.of("scans/3/99", "{}".getBytes(StandardCharsets.UTF_8)));
    notifications.add(KV.of("scans/3/100", foreign()));

    TestPipeline pipeline = pipeline();
    PCollectionTuple outputs =
        pipeline.apply(create(notifications)).apply(transform(directory.toString()));
    PAssert.that(outputs.get(PrepareVolumes.VOLUMES))
        .satisfies(
            volumes -> {
              checkVolumes(volumes);
              return null;
            });
    PAssert.that(outputs.get(PrepareVolumes.REJECTS))
        .satisfies(
            rejects -> {
              checkRejects(rejects);
              return null;
            });
    pipeline.run().waitUntilFinish();

    try (ObjectStore store = new FileObjectStore(directory)) {
      List<String> roots =
          store.list("volumes/").stream()
              .map(object -> object.key())
              .filter(key -> key.endsWith("/zarr.json") && !key.endsWith("/0/zarr.json"))
              .toList();
      assertThat(roots).hasSize(1);
      String prefix = roots.get(0).substring(0, roots.get(0).length() - "zarr.json".length());
      VolumeReader reader = VolumeReader.open(store, prefix);
      assertThat(reader.complete()).isTrue();
      assertThat(reader.shape()).isEqualTo(new int[] {16, 16, 19});
    }
  }

  /** Prepared and refused are all that were sent; each refusal has a typed reason. */
  @Test
  void twoThousandMutatedFilesAreAllAccountedFor() throws Exception {
    int files = 2000;
    List<KV<String, byte[]>> notifications = new ArrayList<>();
    Path raw = Files.createDirectories(directory.resolve("raw"));
    for (int n = 0; n < files; n++) {
      // Past the store, which would wait for the disk each time.
      Files.write(raw.resolve(n + ".nii"), MutatedNifti.file(n, Seeds.derive(20261124, n)));
      ScanAnnouncement announcement =
          new ScanAnnouncement(
              BUCKET, "raw/" + n + ".nii", -1, "", "", "s3:ObjectCreated:Put", ARRIVAL);
      notifications.add(KV.of("scans/0/" + n, ScanNotifications.write(announcement)));
    }
    java.util.Collections.shuffle(notifications, new java.util.Random(3));
    TestPipeline pipeline = pipeline();
    PCollectionTuple outputs =
        pipeline.apply(create(notifications)).apply(transform(directory.toString()));
    PCollection<String> fates =
        PCollectionList.of(
                outputs
                    .get(PrepareVolumes.VOLUMES)
                    .apply(
                        "Prepared",
                        MapElements.into(TypeDescriptors.strings())
                            .via(
                                volume ->
                                    "prepared "
                                        + volume.getValue().getPrepared().getSource().getKey())))
            .and(
                outputs
                    .get(PrepareVolumes.REJECTS)
                    .apply(
                        "Refused",
                        MapElements.into(TypeDescriptors.strings())
                            .via(
                                reject ->
                                    reject.getValue().getReason()
                                        + " "
                                        + reject.getValue().getReference().substring(7))))
            .apply(Flatten.pCollections());
    PAssert.that(fates)
        .satisfies(
            all -> {
              checkFates(all, files);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static void checkFates(Iterable<String> fates, int files) {
    Set<String> scans = new HashSet<>();
    Map<String, Integer> words = new HashMap<>();
    for (String fate : fates) {
      String[] parts = fate.split(" ", 2);
      words.merge(parts[0], 1, Integer::sum);
      assertThat(scans.add(parts[1])).as("one fate for %s", parts[1]).isTrue();
    }
    assertThat(scans).hasSize(files);
    Set<String> known =
        Arrays.stream(RejectReason.values()).map(RejectReason::word).collect(Collectors.toSet());
    known.add("prepared");
    assertThat(known).containsAll(words.keySet());
    assertThat(words.get("prepared")).isBetween(files / 10, files * 9 / 10);
    assertThat(words).hasSizeGreaterThan(6);
  }

  @Test
  void anAnnouncementThatComesTwiceIsPreparedOnce() {
    Image image = SyntheticImages.ct(2, 16, 16, 16, Affine.scaling(2, 2, 2));
    KV<String, byte[]> notification;
    try (ObjectStore store = new FileObjectStore(directory)) {
      notification =
          announce(store, "raw/b.nii", NiftiWriter.bytes(image, StorageType.INT16, false));
    }
    KV<String, byte[]> again = KV.of("scans/0/7", notification.getValue());
    TestPipeline pipeline = pipeline();
    PCollectionTuple outputs =
        pipeline.apply(create(List.of(notification, again))).apply(transform(directory.toString()));
    PAssert.that(outputs.get(PrepareVolumes.VOLUMES))
        .satisfies(
            volumes -> {
              assertThat(volumes).hasSize(1);
              return null;
            });
    PAssert.that(outputs.get(PrepareVolumes.REJECTS)).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void theDuplicateWindowDecidesHowLongAnAnnouncementIsRemembered() {
    KV<String, byte[]> notification = oneScan();
    assertVolumesOfTwoAnnouncements(notification, Duration.ofMinutes(10), 2);
    assertVolumesOfTwoAnnouncements(notification, Duration.ofHours(1), 1);
  }

  @Test
  void scansAtOnceShareTheHeap() {
    KV<String, byte[]> notification = oneScan();
    TestPipeline pipeline = pipeline();
    PCollectionTuple outputs =
        pipeline
            .apply(create(List.of(notification)))
            .apply(transform(directory.toString()).withScansAtOnce(10_000_000));
    PAssert.that(outputs.get(PrepareVolumes.VOLUMES)).empty();
    PAssert.that(outputs.get(PrepareVolumes.REJECTS))
        .satisfies(
            rejects -> {
              assertThat(rejects)
                  .singleElement()
                  .satisfies(
                      reject -> assertThat(reject.getValue().getReason()).isEqualTo("too-large"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void patienceOutlastsAnOutageAndItsEndFailsTheBundle() {
    KV<String, byte[]> notification = oneScan();
    String store = directory.toString();
    StoreOpener awayAtFirst =
        () -> {
          WatchedStore watched = new WatchedStore(new FileObjectStore(Path.of(store)));
          watched.failNext(3, true);
          return watched;
        };
    PrepareVolumes transform = PrepareVolumes.with(awayAtFirst, BUCKET, RECIPE);
    Patience patient =
        new Patience(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMinutes(1));
    TestPipeline pipeline = pipeline();
    PCollectionTuple outputs =
        pipeline.apply(create(List.of(notification))).apply(transform.withPatience(patient));
    PAssert.thatSingleton(outputs.get(PrepareVolumes.VOLUMES).apply(Count.globally()))
        .isEqualTo(1L);
    PAssert.that(outputs.get(PrepareVolumes.REJECTS)).empty();
    pipeline.run().waitUntilFinish();

    Patience none = new Patience(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);
    TestPipeline failing = pipeline();
    failing.apply(create(List.of(notification))).apply(transform.withPatience(none));
    assertThatThrownBy(() -> failing.run().waitUntilFinish())
        .isInstanceOf(Pipeline.PipelineExecutionException.class)
        .hasMessageContaining("away");
  }

  /** The same announcement comes again after twenty minutes. */
  private void assertVolumesOfTwoAnnouncements(
      KV<String, byte[]> notification, Duration window, int expected) {
    TestStream<KV<String, byte[]>> stream =
        TestStream.create(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
            .addElements(notification)
            .advanceProcessingTime(org.joda.time.Duration.standardMinutes(20))
            .addElements(notification)
            .advanceWatermarkToInfinity();
    TestPipeline pipeline = pipeline();
    PCollectionTuple outputs =
        pipeline.apply(stream).apply(transform(directory.toString()).withDuplicateWindow(window));
    PAssert.that(outputs.get(PrepareVolumes.VOLUMES))
        .satisfies(
            volumes -> {
              assertThat(volumes).hasSize(expected);
              return null;
            });
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  private KV<String, byte[]> oneScan() {
    Image image = SyntheticImages.ct(9, 16, 16, 16, Affine.scaling(2, 2, 2));
    try (ObjectStore store = new FileObjectStore(directory)) {
      return announce(store, "raw/c.nii", NiftiWriter.bytes(image, StorageType.INT16, false));
    }
  }

  private static PrepareVolumes transform(String directory) {
    return PrepareVolumes.with(() -> new FileObjectStore(Path.of(directory)), BUCKET, RECIPE)
        .withScansAtOnce(2);
  }

  private static void checkVolumes(Iterable<KV<String, VolumeEvent>> volumes) {
    Set<String> keys = new HashSet<>();
    Set<String> ids = new HashSet<>();
    Set<String> sources = new HashSet<>();
    for (KV<String, VolumeEvent> element : volumes) {
      Volume volume = element.getValue().getPrepared();
      keys.add(element.getKey());
      ids.add(volume.getId());
      sources.add(volume.getSource().getKey());
      assertThat(element.getKey()).startsWith(volume.getId() + "/").doesNotContain("raw");
      assertThat(volume.getModality()).isEqualTo(Modality.MODALITY_CT);
      assertThat(volume.getSpacingMmList()).allSatisfy(edge -> assertThat(edge).isEqualTo(2.0));
      assertThat(volume.getAffineCount()).isEqualTo(16);
      assertThat(volume.getScaling().getLow()).isEqualTo(-1000);
      assertThat(volume.getChecksum()).hasSize(64);
      assertThat(volume.getAnnouncedAt().getSeconds()).isEqualTo(ARRIVAL.getEpochSecond());
      assertThat(volume.getObjectPrefix())
          .isEqualTo("volumes/" + volume.getId() + "/" + RECIPE.digest() + "/");
    }
    assertThat(keys).hasSize(2);
    assertThat(ids).hasSize(1);
    assertThat(sources).containsExactlyInAnyOrder("raw/a.nii.gz", "raw/the same.nii");
  }

  private static void checkRejects(Iterable<KV<String, Reject>> rejects) {
    TreeMap<String, String> reasons = new TreeMap<>();
    for (KV<String, Reject> element : rejects) {
      Reject reject = element.getValue();
      assertThat(element.getKey()).isEqualTo("ingest/" + reject.getReference());
      assertThat(reject.getMessage()).doesNotContain("raw/").endsWith(".");
      reasons.put(reject.getReference(), reject.getReason());
    }
    assertThat(reasons)
        .containsOnly(
            java.util.Map.entry(BUCKET + "/raw/cut.nii.gz", "truncated"),
            java.util.Map.entry(BUCKET + "/raw/readme.txt", "not-nifti"),
            java.util.Map.entry(BUCKET + "/raw/gone.nii.gz", "object-missing"),
            java.util.Map.entry("elsewhere/x.nii", "foreign-bucket"),
            java.util.Map.entry("scans/3/99", "malformed-notification"));
  }

  private static Create.Values<KV<String, byte[]>> create(List<KV<String, byte[]>> notifications) {
    return Create.of(notifications)
        .withCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()));
  }

  private static TestPipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.create();
    return TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
  }

  private static KV<String, byte[]> announce(ObjectStore store, String key, byte[] content) {
    String eTag = store.put(key, content, "application/octet-stream");
    ScanAnnouncement announcement =
        new ScanAnnouncement(
            BUCKET, key, content.length, eTag, "", "s3:ObjectCreated:Put", ARRIVAL);
    return KV.of("scans/0/" + key.hashCode(), ScanNotifications.write(announcement));
  }

  private static byte[] foreign() {
    return ScanNotifications.write(
        new ScanAnnouncement("elsewhere", "x.nii", 5, "", "", "s3:ObjectCreated:Put", ARRIVAL));
  }
}
