package dev.hybridmim.local.demo;

import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.number.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Makes the archive that this package's documentation describes.
 *
 * <pre>{@code
 * SyntheticArchive archive = SyntheticArchive.in(directory, SyntheticArchive.DEFAULT_SEED);
 * Path scans = archive.scans();
 * }</pre>
 *
 * @param directory of the archive
 */
public record SyntheticArchive(Path directory) {
  /** The demo's. */
  public static final long DEFAULT_SEED = 20261101;

  /** Unlabelled scans. */
  public static final int SCANS = 24;

  /** Labelled ones. */
  public static final int CASES = 12;

  /** Files that can't be prepared. */
  public static final int BROKEN = BrokenFiles.COUNT;

  private static final int FORMAT = 1;
  private static final int WARDS = 3;
  private static final String MARK = "archive.json";

  private enum Part {
    SCAN,
    CASE
  }

  private enum Draw {
    BODY,
    GEOMETRY,
    NOISE
  }

  /** The directory of all scans. */
  public Path scans() {
    return directory.resolve("scans");
  }

  /** The labelled task. */
  public Path task() {
    return directory.resolve("task");
  }

  /**
   * Makes the archive, or takes the one that is there if it was made of the same seed.
   *
   * @throws RunException when the directory can't be written
   */
  public static SyntheticArchive in(Path directory, long seed) {
    SyntheticArchive archive = new SyntheticArchive(directory.toAbsolutePath().normalize());
    try {
      if (!archive.isComplete(seed)) {
        archive.make(seed);
      }
      return archive;
    } catch (IOException e) {
      throw new RunException(
          "The synthetic archive can't be written to " + directory + ": " + e.getMessage(), e);
    }
  }

  private boolean isComplete(long seed) {
    Path mark = directory.resolve(MARK);
    return Files.isRegularFile(mark)
        && PrivateFiles.readJson(mark, Mark.class).equals(new Mark(FORMAT, seed));
  }

  private void make(long seed) throws IOException {
    Files.deleteIfExists(directory.resolve(MARK));
    for (int ward = 1; ward <= WARDS; ward++) {
      Files.createDirectories(ward(ward));
    }
    for (int n = 0; n < SCANS; n++) {
      makeScan(n, Seeds.derive(seed, Part.SCAN.ordinal(), n));
    }
    makeTask(seed);
    Path broken = Files.createDirectories(scans().resolve("broken"));
    BrokenFiles.write(image(Part.CASE, Seeds.derive(seed, Part.CASE.ordinal(), 0)).image(), broken);
    PrivateFiles.writeJson(directory.resolve(MARK), new Mark(FORMAT, seed));
  }

  private void makeScan(int number, long seed) throws IOException {
    // Every fourth is left unpacked, as archives have both.
    String name = String.format("body-%02d.nii%s", number, number % 4 == 3 ? "" : ".gz");
    NiftiWriter.write(
        image(Part.SCAN, seed).image(), StorageType.INT16, ward(1 + number % WARDS).resolve(name));
  }

  private void makeTask(long seed) throws IOException {
    Path images = Files.createDirectories(task().resolve("imagesTr"));
    Path labels = Files.createDirectories(task().resolve("labelsTr"));
    Path copies = Files.createDirectories(scans().resolve("labelled"));
    List<Map<String, String>> training = new ArrayList<>();
    for (int n = 0; n < CASES; n++) {
      String name = String.format("case_%02d.nii.gz", n);
      Scanner.Pair pair = image(Part.CASE, Seeds.derive(seed, Part.CASE.ordinal(), n));
      NiftiWriter.write(pair.image(), StorageType.INT16, images.resolve(name));
      NiftiWriter.write(pair.labels(), StorageType.UINT8, labels.resolve(name));
      Files.copy(images.resolve(name), copies.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      training.add(Map.of("image", "./imagesTr/" + name, "label", "./labelsTr/" + name));
    }
    Files.write(
        task().resolve("dataset.json"),
        Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(description(training)));
  }

  private static Scanner.Pair image(Part part, long seed) {
    UniformRandomProvider random = Seeds.random(Seeds.derive(seed, Draw.GEOMETRY.ordinal()));
    ScanGeometry geometry =
        part == Part.CASE ? ScanGeometry.drawAbdomen(random) : ScanGeometry.draw(random);
    return Scanner.scan(
        new Body(Seeds.derive(seed, Draw.BODY.ordinal())),
        geometry,
        Body.between(random, 10, 28),
        Seeds.derive(seed, Draw.NOISE.ordinal()));
  }

  private static Map<String, Object> description(List<Map<String, String>> training) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", "Synthetic abdomen");
    description.put("description", "Organs of synthetic bodies; not for any medical use");
    description.put("tensorImageSize", "3D");
    description.put("modality", Map.of("0", "CT"));
    description.put(
        "labels", Map.of("0", "background", "1", "liver", "2", "spleen", "3", "kidneys"));
    description.put("numTraining", training.size());
    description.put("training", training);
    description.put("numTest", 0);
    description.put("test", List.of());
    return description;
  }

  private Path ward(int number) {
    return scans().resolve("ward-" + number);
  }

  private record Mark(int format, long seed) {}
}
