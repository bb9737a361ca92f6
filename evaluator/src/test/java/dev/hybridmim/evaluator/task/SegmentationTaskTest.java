package dev.hybridmim.evaluator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentationTaskTest {
  @TempDir Path directory;

  @Test
  void readsTheHippocampusTask() throws Exception {
    TestData.require("msd-hippocampus/imagesTr");
    SegmentationTask task = SegmentationTask.read(TestData.require("msd-hippocampus"));
    assertThat(task.name()).isEqualTo("hippocampus");
    assertThat(task.modality()).isEqualTo(Modality.MODALITY_MR);
    assertThat(task.labelNames()).containsExactly("background", "Anterior", "Posterior");
    assertThat(task.cases()).hasSize(200);
  }

  @Test
  void readsASoundTaskAndNamesItForKeys() throws Exception {
    SegmentationTask task = SegmentationTask.read(SmallTask.write(directory, 3).directory());
    assertThat(task.name()).isEqualTo("small-balls");
    assertThat(task.cases()).hasSize(3);
    assertThat(task.cases().get(1).toString()).isEqualTo("training[1]");
  }

  @Test
  void listsEverythingThatIsWrongWithTheFiles() throws Exception {
    SmallTask task = SmallTask.write(directory, 6);
    Files.write(task.file("imagesTr", 1), new byte[] {1, 2, 3});
    float[] wrongShape = new float[10 * 10 * 10];
    SmallTask.writeImage(
        task.file("labelsTr", 2),
        wrongShape,
        new int[] {10, 10, 10},
        Affine.scaling(1, 1, 1.5),
        StorageType.UINT8);
    float[] empty = new float[24 * 20 * 22];
    SmallTask.writeImage(
        task.file("labelsTr", 3),
        empty,
        new int[] {24, 20, 22},
        Affine.scaling(1, 1, 1.6),
        StorageType.UINT8);
    float[] strange = new float[24 * 20 * 22];
    Arrays.fill(strange, 10, 20, 7);
    SmallTask.writeImage(
        task.file("labelsTr", 5),
        strange,
        new int[] {24, 20, 22},
        Affine.scaling(1, 1, 1.5),
        StorageType.UINT8);

    List<TaskProblem> problems = problems();

    assertThat(problems)
        .extracting(TaskProblem::where, TaskProblem::kind)
        .containsExactly(
            tuple("training[1]", Kind.UNREADABLE),
            tuple("training[2]", Kind.SHAPE_MISMATCH),
            tuple("training[3]", Kind.AFFINE_MISMATCH),
            tuple("training[5]", Kind.UNEXPECTED_LABEL));
    assertThat(new InvalidTaskException(problems).getMessage())
        .contains("4 problems", "7.0", "[10, 10, 10]")
        .doesNotContain("ball");
  }

  @Test
  void namesMissingFilesByTheirPlaceOnly() throws Exception {
    SmallTask task = SmallTask.write(directory, 3);
    Files.delete(task.file("labelsTr", 2));
    assertThat(problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.MISSING_FILE);
              assertThat(problem.toString()).contains("training[2]").doesNotContain("ball");
            });
  }

  @Test
  void refusesDescriptionsThatDoNotDescribeATask() throws Exception {
    assertThat(onlyProblem()).contains("no such file");
    SmallTask task = SmallTask.write(directory, 3);
    task.with("name", " ");
    assertThat(onlyProblem()).contains("`name`");
    task.with("name", "Balls").with("modality", Map.of("0", "T1", "1", "T2"));
    assertThat(onlyProblem()).contains("several channels");
    task.with("modality", Map.of("0", "CT")).with("labels", Map.of("0", "a", "2", "b"));
    assertThat(onlyProblem()).contains("without gaps; it lacks 1");
    task.with("labels", Map.of("0", "a", "1", "b")).with("training", List.of());
    assertThat(onlyProblem()).contains("at least two cases");
    Map<String, String> twice =
        Map.of("image", "imagesTr/ball0.nii.gz", "label", "labelsTr/ball0.nii.gz");
    task.with("training", List.of(twice, twice));
    assertThat(onlyProblem()).contains("same file name");
    Map<String, String> outside =
        Map.of("image", "../ball0.nii.gz", "label", "labelsTr/ball0.nii.gz");
    task.with("training", List.of(twice, outside));
    assertThat(problems()).anyMatch(problem -> problem.message().contains("outside"));
    Files.writeString(directory.resolve("dataset.json"), "{");
    assertThat(onlyProblem()).contains("not JSON");
  }

  @Test
  void itsDigestFollowsTheContent(@TempDir Path other) throws Exception {
    SegmentationTask task = SegmentationTask.open(SmallTask.write(directory, 3).directory());
    SmallTask copy = SmallTask.write(other, 3);
    String digest = TaskDigest.of(task);
    assertThat(digest).hasSize(64);
    assertThat(TaskDigest.of(SegmentationTask.open(other))).isEqualTo(digest);
    Files.write(copy.file("labelsTr", 0), new byte[1]);
    assertThat(TaskDigest.of(SegmentationTask.open(other))).isNotEqualTo(digest);
  }

  private String onlyProblem() {
    List<TaskProblem> problems = problems();
    assertThat(problems).hasSize(1);
    return problems.get(0).message();
  }

  private List<TaskProblem> problems() {
    return catchThrowableOfType(InvalidTaskException.class, () -> SegmentationTask.read(directory))
        .problems();
  }
}
