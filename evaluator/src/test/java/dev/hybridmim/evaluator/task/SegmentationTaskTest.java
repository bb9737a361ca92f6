package dev.hybridmim.evaluator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    task.with("name", "Balls").with("modality", Map.of());
    assertThat(onlyProblem()).contains("1 to 4 channels");
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
  void readsChannelsRegionsSubjectsAndADivision(@TempDir Path elsewhere) throws Exception {
    SmallTask task = SmallTask.write(directory, 4);
    List<Map<String, Object>> training = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      String name = "ball" + number + ".nii.gz";
      training.add(
          Map.of(
              "image",
              List.of("imagesTr/" + name, "labelsTr/" + name),
              "label",
              "labelsTr/" + name,
              "heldBack",
              number == 3));
    }
    Map<String, Object> description = new TreeMap<>();
    description.put("name", "Balls in two channels");
    description.put("root", directory.toString());
    description.put("modality", Map.of("0", "T1", "1", "FLAIR"));
    description.put(
        "regions",
        List.of(
            Map.of("name", "ball", "values", List.of(1, 2)),
            Map.of("name", "core", "values", List.of(2))));
    description.put("surfaceToleranceMm", Map.of("ball", 2, "core", 0.5));
    description.put("subjectPattern", "(ball)[0-9]");
    description.put("training", training);
    Files.write(elsewhere.resolve("dataset.json"), Json.mapper().writeValueAsBytes(description));
    SegmentationTask read = SegmentationTask.read(elsewhere);
    assertThat(read.channels()).isEqualTo(2);
    assertThat(read.modality()).isEqualTo(Modality.MODALITY_MR);
    assertThat(read.labels().overlapping()).isTrue();
    assertThat(read.labels().toleranceMm(2)).hasValue(0.5);
    assertThat(read.cases()).extracting(LabelledCase::subject).containsOnly("ball");
    assertThat(read.cases()).filteredOn(LabelledCase::heldBack).hasSize(1);
    PreparedCase prepared =
        new CasePreparation(read, TestProfiles.withBudget(1)).prepare(read.cases().get(0));
    assertThat(prepared.channels()).isEqualTo(2);
    assertThat(prepared.voxels()).hasSize(2 * prepared.labels().size());
    // A voxel of the core is in both classes, one of the shell in the first.
    assertThat(prepared.labels().histogram()[3]).isPositive();
    assertThat(prepared.labels().histogram()[1]).isPositive();
    assertThat(prepared.labels().histogram()[2]).isZero();

    description.put("subjectPattern", "(cube)[0-9]");
    Files.write(elsewhere.resolve("dataset.json"), Json.mapper().writeValueAsBytes(description));
    assertThatThrownBy(() -> SegmentationTask.open(elsewhere))
        .hasMessageContaining("subjectPattern")
        .hasMessageContaining("4 problems");
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
