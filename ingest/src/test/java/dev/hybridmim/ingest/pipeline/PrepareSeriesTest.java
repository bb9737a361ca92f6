package dev.hybridmim.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomBytes;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.SyntheticSlices;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.testing.MemoryStore;
import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.scan.SeriesCompletion;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.commons.rng.UniformRandomProvider;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that come object by object: when they are prepared, and what of. */
class PrepareSeriesTest {
  private static final String BUCKET = "scans-of-a-test";
  private static final Pseudonyms PSEUDONYMS = Pseudonyms.of("the site's secret");
  private static final String FOLDER = SeriesKeys.folder(PSEUDONYMS.series("2.25.8"));
  private static final PreparationRecipe RECIPE =
      new PreparationRecipe(
          new IngestProfile(List.of(), List.of(-1000.0, 1000.0), List.of(0.5, 99.5), false), 16);
  private static final Instant ARRIVAL = Instant.parse("2026-11-01T10:00:00Z");
  private static final org.joda.time.Instant START = org.joda.time.Instant.ofEpochMilli(0);

  /** The pipeline's workers find it by this name; a disk would be waited for thousands of times. */
  private static final ObjectStore MUTATED = new MemoryStore();

  @TempDir Path directory;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store = new FileObjectStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void objectsUnderAnyKeyAreGatheredByContent() {
    List<KV<String, byte[]>> notifications = new ArrayList<>();
    for (int k = 0; k < SyntheticSlices.COUNT; k++) {
      notifications.add(put("raw/export/I" + k, SyntheticSlices.slice(k)));
    }
    notifications.add(notifications.get(3));
    Outputs outputs = run(create(notifications));
    outputs.assertVolumes(
        events -> {
          assertThat(events).hasSize(1);
          Volume volume = events.get(0).getPrepared();
          assertThat(volume.getModality()).isEqualTo(Modality.MODALITY_CT);
          assertThat(volume.getSource().getKey()).isEqualTo(FOLDER);
          assertThat(volume.getSource().getEtag()).matches("[0-9a-f]{32}");
          assertThat(volume.getSubject()).isEqualTo(PSEUDONYMS.subject("SECRET-4711", ""));
          assertThat(volume.getStudy()).isEqualTo(PSEUDONYMS.study("2.25.7"));
          assertThat(volume.toString()).doesNotContain("SECRET").doesNotContain("2.25.");
        });
    outputs.assertNoRejects();
    outputs.run();
    assertThat(store.list(SeriesKeys.ROOT))
        .hasSize(SyntheticSlices.COUNT + 1)
        .noneMatch(object -> object.key().contains("SECRET"));
  }

  @Test
  void aSeriesIsPreparedAtItsSendersWordWithoutWaiting() {
    List<KV<String, byte[]>> members = members(0, SyntheticSlices.COUNT);
    TestStream.Builder<KV<String, byte[]>> stream = stream();
    for (KV<String, byte[]> member : members) {
      stream = stream.addElements(member);
    }
    stream = stream.addElements(complete(SyntheticSlices.COUNT));
    // Event time stands still: only the sender's word can have made it due.
    TestPipeline pipeline = pipeline();
    PCollectionTuple prepared =
        pipeline
            .apply(
                stream
                    .advanceWatermarkTo(START.plus(Duration.millis(1)))
                    .advanceWatermarkToInfinity())
            .apply(transform().withSeriesQuiet(java.time.Duration.ofDays(300_000)));
    Outputs outputs = new Outputs(pipeline, prepared);
    outputs.assertVolumes(events -> assertThat(ids(events)).hasSize(1));
    outputs.assertNoRejects();
    outputs.run();
  }

  @Test
  void aLateSliceMakesANewVersionThatReplacesTheOldOne() {
    TestStream.Builder<KV<String, byte[]>> stream = stream();
    for (KV<String, byte[]> member : members(0, 9)) {
      stream = stream.addElements(member);
    }
    run(stream.advanceWatermarkToInfinity()).run();
    String old = SeriesRecord.read(store, FOLDER).versions().get(0).volumes().get(0);
    // Another process, without the state of the first one.
    Outputs outputs = run(stream().addElements(members(9, 10).get(0)).advanceWatermarkToInfinity());
    outputs.assertVolumes(
        events -> {
          assertThat(events).hasSize(2);
          VolumeEvent replaced =
              events.stream().filter(VolumeEvent::hasExcluded).findFirst().orElseThrow();
          assertThat(replaced.getExcluded().getId()).isEqualTo(old);
          assertThat(replaced.getExcluded().getReason())
              .isEqualTo(ExclusionReason.EXCLUSION_REASON_SUPERSEDED);
          assertThat(ids(events)).hasSize(1).doesNotContain(old);
        });
    outputs.assertNoRejects();
    outputs.run();
    assertThat(SeriesRecord.read(store, FOLDER).versions()).hasSize(2);
  }

  @Test
  void quietDecidesWhenASeriesIsDue() {
    for (boolean patient : new boolean[] {true, false}) {
      store.list("").forEach(object -> store.delete(object.key()));
      TestStream<KV<String, byte[]>> stream =
          stream()
              .addElements(at(0, members(0, 9).get(0)), rest(members(1, 9), 0))
              .advanceWatermarkTo(START.plus(Duration.standardSeconds(100)))
              .addElements(at(100, members(9, 10).get(0)))
              .advanceWatermarkToInfinity();
      Outputs outputs = run(stream, java.time.Duration.ofSeconds(patient ? 200 : 50));
      // Both times all slices lie in the store: the second outcome is the first one, repeated.
      int outcomes = patient ? 1 : 2;
      outputs.assertVolumes(
          events -> {
            assertThat(events).hasSize(outcomes);
            assertThat(ids(events)).hasSize(1);
          });
      outputs.assertNoRejects();
      outputs.run();
      assertThat(SeriesRecord.read(store, FOLDER).versions()).hasSize(1);
    }
  }

  @Test
  void fewerInstancesThanAnnouncedAreRefusedAndMoreHelp() {
    List<KV<String, byte[]>> notifications = members(0, 9);
    notifications.add(complete(SyntheticSlices.COUNT));
    Outputs outputs = run(create(notifications));
    outputs.assertVolumes(events -> assertThat(events).isEmpty());
    outputs.assertRejects(
        rejects -> {
          assertThat(rejects).hasSize(1);
          assertThat(rejects.get(0).getReason()).isEqualTo("incomplete-series");
          assertThat(rejects.get(0).getReference()).isEqualTo(BUCKET + "/" + FOLDER);
          assertThat(rejects.get(0).getMessage()).contains("9 instances of the 10");
        });
    outputs.run();
    Outputs whole = run(create(members(9, 10)));
    whole.assertVolumes(events -> assertThat(ids(events)).hasSize(1));
    whole.assertNoRejects();
    whole.run();
  }

  @Test
  void whatWasOpenAtTheEndOfARunIsTakenUpByTheNext() {
    // Announced and read, and then the process died: the objects and the mark are all there is.
    members(0, SyntheticSlices.COUNT);
    store.put(SeriesKeys.pending(FOLDER), new byte[] {'{', '}'}, "application/json");
    Outputs outputs = run(create(List.of()));
    outputs.assertVolumes(events -> assertThat(ids(events)).hasSize(1));
    outputs.assertNoRejects();
    outputs.run();
    assertThat(store.stat(SeriesKeys.pending(FOLDER))).isEmpty();
  }

  @Test
  void oneBadInstanceRefusesItsSeriesAndNothingElse() {
    List<KV<String, byte[]>> notifications = members(0, 9);
    DataSet bad = SyntheticSlices.slice(9).with(Element.text(Tag.RESCALE_SLOPE, Vr.DS, "SECRET"));
    notifications.add(
        putObject(
            SeriesKeys.instance(FOLDER, PSEUDONYMS.instance("bad")), SyntheticSlices.file(bad)));
    for (int k = 0; k < SyntheticSlices.COUNT; k++) {
      DataSet other =
          SyntheticSlices.slice(k).with(Element.text(Tag.SERIES_INSTANCE_UID, Vr.UI, "2.25.88"));
      notifications.add(put("raw/other/" + k, other));
    }
    notifications.add(
        put(
            "raw/report",
            SyntheticSlices.slice(0)
                .with(Element.text(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.11"))));
    Outputs outputs = run(create(notifications));
    outputs.assertVolumes(events -> assertThat(ids(events)).hasSize(1));
    outputs.assertRejects(
        rejects -> {
          assertThat(rejects)
              .extracting(Reject::getReason)
              .containsExactlyInAnyOrder("corrupt-dicom", "unsupported-object");
          assertThat(rejects).noneMatch(reject -> reject.toString().contains("SECRET"));
        });
    outputs.run();
  }

  /**
   * Prepared and refused are all that were sent, each with a typed reason. In each a damaged
   * object: archives of ten slices, series of ten slices, and enhanced objects in their series'
   * folders or anywhere. Most are archives, which a direct runner gets through ten times as fast as
   * keys.
   */
  @Test
  void twoThousandMutatedObjectsAreAllAccountedFor() throws Exception {
    int sent = 2000;
    List<byte[]> slices = SyntheticSlices.ct().stream().map(SyntheticSlices::file).toList();
    List<KV<String, byte[]>> notifications = new ArrayList<>();
    for (int n = 0; n < sent; n++) {
      UniformRandomProvider random = Seeds.random(Seeds.derive(20261126, n));
      String uid = "2.25.8." + n;
      String folder = SeriesKeys.folder(PSEUDONYMS.series(uid));
      byte[] object =
          SyntheticSlices.file(
              SyntheticSlices.enhanced().with(Element.text(Tag.SERIES_INSTANCE_UID, Vr.UI, uid)));
      boolean ofSlices = n % 3 != 0;
      byte[] mutated = DicomBytes.mutate(ofSlices ? slices.get(0) : object, random);
      String key = n % 4 == 0 ? "raw/anywhere/" + n : SeriesKeys.instance(folder, "1");
      if (n % 10 != 0) {
        key = "raw/archive/" + n + ".zip";
        mutated = zip(mutated, ofSlices ? slices : List.of());
      } else if (ofSlices) {
        key = SeriesKeys.instance(folder, "1");
        for (int k = 1; k < slices.size(); k++) {
          MUTATED.put(SeriesKeys.instance(folder, "" + (k + 1)), slices.get(k), "");
        }
      }
      String eTag = MUTATED.put(key, mutated, "");
      notifications.add(
          KV.of(
              key,
              ScanNotifications.write(
                  new ScanAnnouncement(
                      BUCKET, key, mutated.length, eTag, "", "s3:ObjectCreated:Put", ARRIVAL))));
    }
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=DirectRunner",
                "--enforceImmutability=false",
                "--enforceEncodability=false")
            .create();
    TestPipeline pipeline = TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
    PCollectionTuple outputs =
        pipeline
            .apply(create(notifications))
            .apply(PrepareVolumes.with(() -> MUTATED, BUCKET, RECIPE).withPseudonyms(PSEUDONYMS));
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
                                        + reject
                                            .getValue()
                                            .getReference()
                                            .substring(BUCKET.length() + 1))))
            .apply(Flatten.pCollections());
    PAssert.that(fates)
        .satisfies(
            all -> {
              checkFates(all, sent);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static byte[] zip(byte[] first, List<byte[]> slices) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("0"));
      zip.write(first);
      for (int k = 1; k < slices.size(); k++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(k)));
        zip.write(slices.get(k));
      }
    }
    return bytes.toByteArray();
  }

  private static void checkFates(Iterable<String> all, int sent) {
    Map<String, String> fates = new HashMap<>();
    for (String one : all) {
      String[] parts = one.split(" ", 2);
      if (parts[1].contains("#")) {
        // A part of an archive; the archive itself is refused only when none of it is prepared.
        continue;
      }
      // A series whose slices fell apart may be several volumes, but not prepared and refused.
      assertThat(fates.merge(parts[1], parts[0], (was, is) -> was.equals(is) ? is : "both"))
          .as(parts[1])
          .isNotEqualTo("both");
    }
    assertThat(fates).hasSize(sent);
    List<String> words =
        new ArrayList<>(Arrays.stream(RejectReason.values()).map(RejectReason::word).toList());
    words.add("prepared");
    assertThat(words).containsAll(fates.values());
    assertThat(Collections.frequency(fates.values(), "prepared")).isBetween(sent / 10, sent);
    assertThat(Set.copyOf(fates.values()))
        .contains("corrupt-dicom", "mixed-series", "unsupported-object");
  }

  private List<KV<String, byte[]>> members(int from, int to) {
    List<KV<String, byte[]>> notifications = new ArrayList<>();
    for (int k = from; k < to; k++) {
      String instance = PSEUDONYMS.instance("2.25.9." + (k + 1));
      notifications.add(put(SeriesKeys.instance(FOLDER, instance), SyntheticSlices.slice(k)));
    }
    return notifications;
  }

  private KV<String, byte[]> complete(int instances) {
    return putObject(SeriesKeys.completion(FOLDER), new SeriesCompletion(instances).toJson());
  }

  private KV<String, byte[]> put(String key, DataSet dataSet) {
    return putObject(key, SyntheticSlices.file(dataSet));
  }

  private KV<String, byte[]> putObject(String key, byte[] content) {
    String eTag = store.put(key, content, "application/octet-stream");
    ScanAnnouncement announcement =
        new ScanAnnouncement(
            BUCKET, key, content.length, eTag, "", "s3:ObjectCreated:Put", ARRIVAL);
    return KV.of(BUCKET + "/" + key, ScanNotifications.write(announcement));
  }

  private static TestStream.Builder<KV<String, byte[]>> stream() {
    return TestStream.create(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        .advanceWatermarkTo(START);
  }

  private static Create.Values<KV<String, byte[]>> create(List<KV<String, byte[]>> records) {
    return Create.of(records).withCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()));
  }

  private static TimestampedValue<KV<String, byte[]>> at(long seconds, KV<String, byte[]> record) {
    return TimestampedValue.of(record, START.plus(Duration.standardSeconds(seconds)));
  }

  @SuppressWarnings("unchecked")
  private static TimestampedValue<KV<String, byte[]>>[] rest(
      List<KV<String, byte[]>> records, long seconds) {
    return records.stream().map(record -> at(seconds, record)).toArray(TimestampedValue[]::new);
  }

  private Outputs run(PTransform<? super PBegin, PCollection<KV<String, byte[]>>> source) {
    return run(source, java.time.Duration.ofSeconds(30));
  }

  private Outputs run(
      PTransform<? super PBegin, PCollection<KV<String, byte[]>>> source,
      java.time.Duration quiet) {
    TestPipeline pipeline = pipeline();
    return new Outputs(pipeline, pipeline.apply(source).apply(transform().withSeriesQuiet(quiet)));
  }

  private PrepareVolumes transform() {
    String path = directory.toString();
    return PrepareVolumes.with(() -> new FileObjectStore(Path.of(path)), BUCKET, RECIPE)
        .withPseudonyms(PSEUDONYMS);
  }

  private static TestPipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create();
    return TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
  }

  private static List<String> ids(List<VolumeEvent> events) {
    return events.stream()
        .filter(VolumeEvent::hasPrepared)
        .map(event -> event.getPrepared().getId())
        .distinct()
        .toList();
  }

  /** Checks are made within the pipeline, on everything that came out. */
  private record Outputs(TestPipeline pipeline, PCollectionTuple prepared) {
    interface Check<T> extends java.io.Serializable {
      void on(List<T> all);
    }

    void assertVolumes(Check<VolumeEvent> check) {
      PAssert.that(prepared.get(PrepareVolumes.VOLUMES))
          .satisfies(
              volumes -> {
                check.on(values(volumes));
                return null;
              });
    }

    void assertRejects(Check<Reject> check) {
      PAssert.that(prepared.get(PrepareVolumes.REJECTS))
          .satisfies(
              rejects -> {
                check.on(values(rejects));
                return null;
              });
    }

    void assertNoRejects() {
      PAssert.that(prepared.get(PrepareVolumes.REJECTS)).empty();
    }

    void run() {
      pipeline.run().waitUntilFinish();
    }

    private static <T> List<T> values(Iterable<KV<String, T>> records) {
      return StreamSupport.stream(records.spliterator(), false).map(KV::getValue).toList();
    }
  }
}
