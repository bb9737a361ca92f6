package dev.hybridmim.evaluator.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.evaluator.task.CasePreparation;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedCasesTest {
  private static final long PLENTY = 1 << 30;

  @TempDir Path directory;

  private final Profile profile = TestProfiles.withBudget(1);
  private SegmentationTask task;

  @BeforeEach
  void writeTask() throws Exception {
    task = SegmentationTask.open(SmallTask.write(directory.resolve("task"), 3).directory());
  }

  @Test
  void aKeptCaseIsTheOneThatWasPrepared() throws Exception {
    CasePreparation direct = new CasePreparation(task, profile);
    for (LabelledCase labelled : task.cases()) {
      PreparedCase expected = direct.prepare(labelled);
      requireEqual(kept(PLENTY, profile).prepare(labelled), expected);
      requireEqual(kept(PLENTY, profile).prepare(labelled), expected);
    }
    assertThat(files()).hasSize(3);
  }

  @Test
  void whatIsKeptIsFoundByContentAndRecipeAlone() throws Exception {
    LabelledCase labelled = task.cases().get(0);
    PreparedCase before = kept(PLENTY, profile).prepare(labelled);
    Path copied = directory.resolve("copied.nii.gz");
    Files.copy(labelled.image(), copied);
    kept(PLENTY, profile).prepare(new LabelledCase(7, copied, labelled.labels()));
    assertThat(files()).hasSize(1);
    kept(PLENTY, profile.withEvaluator(profile.evaluator().withWork(0.5, 99))).prepare(labelled);
    assertThat(files()).hasSize(1);

    kept(PLENTY, Profiles.load("paper-unet")).prepare(labelled);
    assertThat(files()).as("another recipe").hasSize(2);
    Files.copy(
        task.cases().get(1).labels(), labelled.labels(), StandardCopyOption.REPLACE_EXISTING);
    PreparedCase after = kept(PLENTY, profile).prepare(labelled);
    assertThat(files()).as("other labels").hasSize(3);
    assertThat(after.labels().histogram()).isNotEqualTo(before.labels().histogram());
  }

  @Test
  void aBrokenFileIsMadeAgainAndTheLongestUnusedGoes() throws Exception {
    PreparedCase expected = kept(PLENTY, profile).prepare(task.cases().get(0));
    Path first = files().get(0);
    long size = Files.size(first);
    Files.write(first, new byte[] {1, 2, 3});
    requireEqual(kept(PLENTY, profile).prepare(task.cases().get(0)), expected);
    assertThat(first).hasSize(size);

    Files.setLastModifiedTime(first, FileTime.fromMillis(1000));
    kept(PLENTY, profile).prepare(task.cases().get(1));
    // Using it makes it young again.
    kept(PLENTY, profile).prepare(task.cases().get(0));
    Path second = files().stream().filter(file -> !file.equals(first)).findFirst().orElseThrow();
    Files.setLastModifiedTime(second, FileTime.fromMillis(1000));
    kept(2 * size + size / 2, profile).prepare(task.cases().get(2));
    assertThat(files()).hasSize(2).contains(first).doesNotContain(second);
    assertThat(kept(0, profile).prepare(task.cases().get(1)).channels()).isEqualTo(1);
    assertThat(files()).as("0 keeps none").hasSize(2);
  }

  private PreparedCases kept(long mostBytes, Profile of) {
    return PreparedCases.in(directory.resolve("prepared"), mostBytes, task, of);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("prepared"))) {
      return new ArrayList<>(files.toList());
    }
  }

  private static void requireEqual(PreparedCase actual, PreparedCase expected) {
    assertThat(actual.voxels()).isEqualTo(expected.voxels());
    assertThat(actual.channels()).isEqualTo(expected.channels());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.spacing()).isEqualTo(expected.spacing());
    assertThat(IntStream.range(0, actual.labels().size()).map(actual.labels()::at))
        .containsExactlyElementsOf(
            IntStream.range(0, expected.labels().size())
                .map(expected.labels()::at)
                .boxed()
                .toList());
    assertThat(actual.croppedAway(1)).isEqualTo(expected.croppedAway(1));
    assertThat(actual.croppedAway(2)).isEqualTo(expected.croppedAway(2));
  }
}
