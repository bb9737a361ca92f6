package dev.hybridmim.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.ingest.content.ContentId;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyntheticArchiveTest {
  private static final ReadLimits LIMITS = ReadLimits.ofThisProcess(1);

  @TempDir static Path directory;
  private SyntheticArchive archive;

  @BeforeAll
  void make() {
    archive = SyntheticArchive.in(directory.resolve("archive"), SyntheticArchive.DEFAULT_SEED);
  }

  @Test
  void goodScansAreReadableAndVaried() throws Exception {
    Set<String> orientations = new HashSet<>();
    Set<String> shapes = new HashSet<>();
    Set<String> contents = new HashSet<>();
    List<Path> good = scans().stream().filter(file -> !isBroken(file)).toList();
    for (Path file : good) {
      Image image = NiftiReader.read(file, "scan", LIMITS);
      orientations.add(image.affine().axisCodes());
      shapes.add(List.of(image.size(0), image.size(1), image.size(2)).toString());
      contents.add(ContentId.of(image));
      double[] spacing = image.affine().spacing();
      assertThat(Math.max(spacing[0], Math.max(spacing[1], spacing[2]))).isBetween(4.0, 9.0);
    }
    assertThat(good).hasSize(SyntheticArchive.SCANS + SyntheticArchive.CASES);
    assertThat(contents).hasSize(good.size());
    assertThat(orientations).hasSizeGreaterThan(2);
    assertThat(shapes).hasSizeGreaterThan(10);
  }

  @Test
  void brokenFilesAreRefusedEachForItsReason() throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (Path file : scans().stream().filter(SyntheticArchiveTest::isBroken).toList()) {
      assertThatThrownBy(() -> NiftiReader.read(file, "scan", LIMITS))
          .isInstanceOfSatisfying(
              UnreadableScanException.class,
              refused -> reasons.put(file.getFileName().toString(), refused.reason().word()));
    }
    assertThat(reasons)
        .hasSize(SyntheticArchive.BROKEN)
        .containsEntry("cut-off.nii.gz", "truncated")
        .containsEntry("not-a-scan.nii", "not-nifti")
        .containsEntry("flat.nii.gz", "two-dimensional")
        .containsEntry("series.nii", "four-dimensional")
        .containsEntry("no-numbers.nii", "non-finite-voxels");
  }

  @Test
  void theTaskIsSoundAndEveryCaseShowsEveryOrgan() throws Exception {
    SegmentationTask task = SegmentationTask.read(archive.task());

    assertThat(task.cases()).hasSize(SyntheticArchive.CASES);
    assertThat(task.labelNames()).containsExactly("background", "liver", "spleen", "kidneys");
    for (var labelled : task.cases()) {
      Set<Float> labels = new TreeSet<>();
      for (float label : NiftiReader.read(labelled.labels(), "labels", LIMITS).voxels()) {
        labels.add(label);
      }
      assertThat(labels).containsExactly(0f, 1f, 2f, 3f);
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndIsNotMadeTwice() throws IOException {
    Path one = scans().get(0);
    FileTime made = Files.getLastModifiedTime(one);
    SyntheticArchive.in(archive.directory(), SyntheticArchive.DEFAULT_SEED);
    assertThat(Files.getLastModifiedTime(one)).isEqualTo(made);

    SyntheticArchive other =
        SyntheticArchive.in(directory.resolve("other"), SyntheticArchive.DEFAULT_SEED);
    for (Path file : scans()) {
      Path twin = other.scans().resolve(archive.scans().relativize(file).toString());
      assertThat(Files.mismatch(file, twin)).as(file.toString()).isEqualTo(-1);
    }
  }

  @Test
  void isSmall() throws IOException {
    try (Stream<Path> files = Files.walk(archive.directory())) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).isLessThan(64L << 20);
    }
  }

  private List<Path> scans() throws IOException {
    try (Stream<Path> files = Files.walk(archive.scans())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean isBroken(Path file) {
    return file.getParent().getFileName().toString().equals("broken");
  }
}
