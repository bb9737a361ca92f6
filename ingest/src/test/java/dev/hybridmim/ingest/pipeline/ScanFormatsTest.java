package dev.hybridmim.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.dicom.DicomBytes;
import dev.hybridmim.ingest.dicom.SyntheticSlices;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.ingest.testing.MemoryStore;
import dev.hybridmim.ingest.testing.NiftiBytes;
import dev.hybridmim.ingest.testing.SyntheticImages;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

/** Every form in which scans come, through the pipeline's own preparation. */
class ScanFormatsTest {
  private static final Instant ARRIVAL = Instant.parse("2026-11-01T08:00:00Z");
  private static final Pseudonyms PSEUDONYMS = Pseudonyms.of("a secret");
  private static final ReadLimits LIMITS = new ReadLimits(32 << 20, 32 << 20);
  private static final Image IMAGE =
      SyntheticImages.ct(1, 20, 18, 16, Affine.of(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0));

  private final ObjectStore store = new MemoryStore();

  @Test
  void archivesOfEveryKindGiveEveryScanInThem() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int k = SyntheticSlices.COUNT - 1; k >= 0; k--) {
      files.put("Doe^Jane/ct/" + k, SyntheticSlices.file(SyntheticSlices.slice(k)));
    }
    files.put("readme.txt", "for you".getBytes(StandardCharsets.UTF_8));
    files.put("nifti/one.nii.gz", NiftiWriter.bytes(IMAGE, StorageType.INT16, true));
    byte[][] pair = pair(new NiftiBytes(1, ByteOrder.BIG_ENDIAN));
    files.put("nifti/two.img", pair[1]);
    files.put("nifti/two.hdr", pair[0]);
    List<String> ids = null;
    for (byte[] archive : List.of(zip(files), tar(files), gzip(tar(files)))) {
      List<Volume> volumes = volumes(prepare("raw/archive", archive));
      assertThat(volumes).hasSize(3);
      assertThat(volumes).allMatch(volume -> volume.getSource().getKey().equals("raw/archive"));
      assertThat(volumes.get(0).getSubject()).isEqualTo(PSEUDONYMS.subject("SECRET-4711", ""));
      assertThat(volumes.toString()).doesNotContain("Doe").doesNotContain("SECRET");
      List<String> now = volumes.stream().map(Volume::getId).toList();
      assertThat(now).isEqualTo(ids == null ? now : ids);
      ids = now;
    }
    // The series is the one that its objects give by themselves.
    assertThat(ids).contains(series(files.values().stream().limit(10).toList()).getId());
  }

  @Test
  void anArchiveThatIsDamagedOrMadeToHarmIsRefused() throws Exception {
    byte[] nifti = NiftiWriter.bytes(IMAGE, StorageType.INT16, false);
    assertRejected(zip(Map.of("../../etc/x.nii", nifti)), RejectReason.UNSAFE_ARCHIVE);
    assertRejected(tar(Map.of("C:\\x.nii", nifti)), RejectReason.UNSAFE_ARCHIVE);
    assertRejected(zip(Map.of("zeros.nii", new byte[100 << 20])), RejectReason.UNSAFE_ARCHIVE);
    assertRejected(zip(Map.of("a.txt", nifti(1))), RejectReason.EMPTY_ARCHIVE);
    assertRejected(zip(Map.of()), RejectReason.EMPTY_ARCHIVE);
    byte[] sound = zip(Map.of("x.nii", nifti));
    assertRejected(Arrays.copyOf(sound, sound.length / 3), RejectReason.CORRUPT_ARCHIVE);
    // One bad scan keeps no good one away.
    ScanOutcome mixed =
        prepare("raw/mixed.zip", zip(Map.of("good.nii", nifti, "bad.nii", nifti(348))));
    assertThat(volumes(mixed)).hasSize(1);
    assertThat(rejected(mixed))
        .extracting(ScanOutcome.Rejected::reason)
        .containsExactly(RejectReason.TRUNCATED);
    assertThat(rejected(mixed).get(0).reject().getReference())
        .startsWith("bucket/raw/mixed.zip#entry-");
    ScanOutcome bad = prepare("raw/bad.zip", zip(Map.of("bad.nii", nifti(348))));
    assertThat(rejected(bad))
        .extracting(rejected -> rejected.reject().getReference())
        .contains("bucket/raw/bad.zip");
  }

  @Test
  void theTwoHalvesOfAPairFindEachOther() {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (int version = 1; version <= 2; version++) {
        store.list("").forEach(object -> store.delete(object.key()));
        byte[][] pair = pair(new NiftiBytes(version, order));
        ScanOutcome alone = prepare("raw/p.hdr", pair[0]);
        assertThat(rejected(alone))
            .extracting(ScanOutcome.Rejected::reason)
            .containsExactly(RejectReason.INCOMPLETE_PAIR);
        List<Volume> whole = volumes(prepare("raw/p.img", pair[1]));
        assertThat(whole).hasSize(1);
        assertThat(whole.get(0).getSource().getKey()).isEqualTo("raw/p.hdr");
        List<Volume> again =
            volumes(
                preparation(IngestProfile.Volumes.REFUSE)
                    .prepare(announcement("raw/p.hdr", pair[0].length)));
        assertThat(again.get(0).getSource()).isEqualTo(whole.get(0).getSource());
        byte[] single = file(new NiftiBytes(version, order)).plain();
        assertThat(volumes(prepare("raw/single.nii", single)).get(0).getId())
            .isEqualTo(whole.get(0).getId());
      }
    }
  }

  @Test
  void severalVolumesAreRefusedOrTakenAsTheProfileSays() {
    byte[] first = file(new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN)).plain();
    byte[] both = new byte[first.length + 720 * 2];
    System.arraycopy(first, 0, both, 0, first.length);
    for (int n = first.length; n < both.length; n++) {
      both[n] = (byte) (n * 31 >> 3);
    }
    ByteBuffer.wrap(both).order(ByteOrder.LITTLE_ENDIAN).putShort(48, (short) 2);
    store.put("raw/four.nii", both, "application/octet-stream");
    ScanAnnouncement announcement = announcement("raw/four.nii", both.length);
    assertThat(rejected(preparation(IngestProfile.Volumes.REFUSE).prepare(announcement)))
        .extracting(ScanOutcome.Rejected::reason)
        .containsExactly(RejectReason.FOUR_DIMENSIONAL);
    List<Volume> one = volumes(preparation(IngestProfile.Volumes.FIRST).prepare(announcement));
    List<Volume> all = volumes(preparation(IngestProfile.Volumes.ALL).prepare(announcement));
    assertThat(one).hasSize(1);
    assertThat(all).extracting(Volume::getId).hasSize(2).doesNotHaveDuplicates();
    assertThat(all.get(0).getId()).isEqualTo(one.get(0).getId());
    assertThat(volumes(prepare("raw/first.nii", first)).get(0).getId())
        .isEqualTo(all.get(0).getId());
  }

  @Test
  void everyRealScanIsPrepared() throws Exception {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("ct", "mr")) {
      try (Stream<Path> found = Files.list(TestData.require(folder))) {
        found
            .filter(path -> path.toString().endsWith(".nii.gz"))
            .filter(path -> !path.toString().matches(".*(label|seg).*"))
            .forEach(files::add);
      }
    }
    assertThat(files).hasSizeGreaterThan(4);
    for (Path file : files) {
      ScanOutcome outcome = prepare("raw/real.nii.gz", Files.readAllBytes(file));
      assertThat(outcome)
          .as(file.getFileName().toString())
          .isInstanceOf(ScanOutcome.Prepared.class);
    }
  }

  /** Prepared, quarantined or waiting for its series: nothing else, and nothing is lost. */
  @Test
  void mutatedScansOfBothFormatsAreAllDecided() throws Exception {
    int sent = 1000;
    byte[][] dicom = DicomBytes.smallObjects();
    byte[] nifti = file(new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN)).plain();
    byte[] packed = gzip(nifti);
    Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
    Map<String, Integer> counts = new LinkedHashMap<>();
    ScanPreparation preparation = preparation(IngestProfile.Volumes.ALL);
    SeriesPreparation seriesPreparation = seriesPreparation();
    String folder = SeriesKeys.folder(PSEUDONYMS.series("2.25.8"));
    List<byte[]> slices = SyntheticSlices.ct().stream().map(SyntheticSlices::file).toList();
    for (int k = 0; k < slices.size(); k++) {
      store.put(SeriesKeys.instance(folder, PSEUDONYMS.instance("" + k)), slices.get(k), "");
    }
    for (int n = 0; n < 2 * sent; n++) {
      long seed = Seeds.derive(20261125, n);
      UniformRandomProvider random = Seeds.random(seed);
      try {
        if (n % 2 == 0) {
          byte[] mutated = mutate((n % 4 == 0 ? nifti : packed).clone(), random);
          store.put("raw/mutated", mutated, "");
          count(preparation.prepare(announcement("raw/mutated", mutated.length)), reasons, counts);
        } else if (n % 4 == 1) {
          byte[] mutated = DicomBytes.mutate(dicom[n / 4 % dicom.length], random);
          store.put("raw/mutated", mutated, "");
          count(preparation.prepare(announcement("raw/mutated", mutated.length)), reasons, counts);
        } else {
          byte[] member = DicomBytes.mutate(slices.get(4), random);
          store.put(SeriesKeys.instance(folder, PSEUDONYMS.instance("4")), member, "");
          List<ScanOutcome> outcomes =
              seriesPreparation.prepare(new SeriesDue(folder, "bucket", true, ARRIVAL));
          assertThat(outcomes).hasSize(1);
          count(outcomes.get(0), reasons, counts);
          store.delete(SeriesKeys.prepared(folder));
        }
      } catch (RuntimeException e) {
        throw new AssertionError("Seed " + seed + " escaped the checks", e);
      }
    }
    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2 * sent);
    assertThat(counts.get("prepared")).isGreaterThan(sent / 4);
    assertThat(counts.get("rejected")).isGreaterThan(sent / 4);
    assertThat(reasons)
        .containsKeys(
            RejectReason.TRUNCATED,
            RejectReason.NOT_NIFTI,
            RejectReason.CORRUPT_DICOM,
            RejectReason.CORRUPT_GZIP,
            RejectReason.CORRUPT_HEADER,
            RejectReason.UNSUPPORTED_OBJECT,
            RejectReason.MIXED_SERIES);
  }

  private static void count(
      ScanOutcome outcome, Map<RejectReason, Integer> reasons, Map<String, Integer> counts) {
    String kind;
    if (outcome instanceof ScanOutcome.Rejected rejected) {
      kind = "rejected";
      reasons.merge(rejected.reason(), 1, Integer::sum);
      assertThat(rejected.reject().getMessage()).isNotEmpty();
    } else if (outcome instanceof ScanOutcome.Member) {
      kind = "member";
    } else {
      assertThat(volumes(outcome)).isNotEmpty();
      kind = "prepared";
    }
    counts.merge(kind, 1, Integer::sum);
  }

  private static byte[] mutate(byte[] file, UniformRandomProvider random) {
    int changes = 1 + random.nextInt(4);
    for (int n = 0; n < changes; n++) {
      int at = random.nextInt(Math.min(file.length, 360));
      switch (random.nextInt(3)) {
        case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> file[at] = (byte) random.nextInt(256);
        default -> file[at] = (byte) -1;
      }
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
  }

  private Volume series(List<byte[]> objects) {
    String folder = SeriesKeys.folder(PSEUDONYMS.series("2.25.8"));
    for (int n = 0; n < objects.size(); n++) {
      store.put(SeriesKeys.instance(folder, PSEUDONYMS.instance("" + n)), objects.get(n), "");
    }
    List<ScanOutcome> outcomes =
        seriesPreparation().prepare(new SeriesDue(folder, "bucket", true, ARRIVAL));
    return volumes(outcomes.get(0)).get(0);
  }

  private SeriesPreparation seriesPreparation() {
    return new SeriesPreparation(
        store,
        recipe(IngestProfile.Volumes.REFUSE),
        LIMITS,
        PSEUDONYMS,
        Clock.systemUTC(),
        StageWatch.NONE);
  }

  private ScanOutcome prepare(String key, byte[] content) {
    store.put(key, content, "application/octet-stream");
    return preparation(IngestProfile.Volumes.REFUSE).prepare(announcement(key, content.length));
  }

  private ScanPreparation preparation(IngestProfile.Volumes volumes) {
    return new ScanPreparation(
        store, "bucket", recipe(volumes), LIMITS, PSEUDONYMS, Clock.systemUTC());
  }

  private static PreparationRecipe recipe(IngestProfile.Volumes volumes) {
    return new PreparationRecipe(
        new IngestProfile(List.of(), List.of(-1000.0, 1000.0), List.of(0.5, 99.5), false, volumes),
        8);
  }

  private static ScanAnnouncement announcement(String key, long size) {
    return new ScanAnnouncement("bucket", key, size, "", "", "s3:ObjectCreated:Put", ARRIVAL);
  }

  private void assertRejected(byte[] archive, RejectReason reason) {
    assertThat(rejected(prepare("raw/archive", archive)))
        .extracting(ScanOutcome.Rejected::reason)
        .containsExactly(reason);
  }

  private static List<Volume> volumes(ScanOutcome outcome) {
    return flat(outcome)
        .filter(ScanOutcome.Prepared.class::isInstance)
        .map(part -> ((ScanOutcome.Prepared) part).event().getPrepared())
        .toList();
  }

  private static List<ScanOutcome.Rejected> rejected(ScanOutcome outcome) {
    return flat(outcome)
        .filter(ScanOutcome.Rejected.class::isInstance)
        .map(ScanOutcome.Rejected.class::cast)
        .toList();
  }

  private static Stream<ScanOutcome> flat(ScanOutcome outcome) {
    return outcome instanceof ScanOutcome.Several several
        ? several.outcomes().stream()
        : Stream.of(outcome);
  }

  private static NiftiBytes file(NiftiBytes bytes) {
    return bytes
        .dim(4, 8, 9, 10, 1)
        .qform(1, new double[] {0.1, 0.2, 0.3}, 1, 2, 3)
        .sform(1, 1, 0.1, 0, 4, -0.1, 1, 0, 5, 0, 0, 2, 6)
        .counting();
  }

  /** A file taken apart into header and image. */
  private static byte[][] pair(NiftiBytes bytes) {
    byte[] whole = file(bytes).plain();
    ByteBuffer little = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    boolean second = little.getInt(0) == 540 || Integer.reverseBytes(little.getInt(0)) == 540;
    int header = second ? 540 : 348;
    byte[] first = Arrays.copyOf(whole, header);
    first[second ? 4 + 1 : 344 + 1] = 'i';
    // vox_offset: the voxels begin where their file does.
    Arrays.fill(first, second ? 168 : 108, second ? 176 : 112, (byte) 0);
    byte[] image = Arrays.copyOfRange(whole, header + 4, whole.length);
    return new byte[][] {first, image};
  }

  private static byte[] nifti(int bytes) {
    return Arrays.copyOf(NiftiWriter.bytes(IMAGE, StorageType.INT16, false), bytes);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }
}
