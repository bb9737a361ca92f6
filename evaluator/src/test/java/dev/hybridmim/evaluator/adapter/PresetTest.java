package dev.hybridmim.evaluator.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.task.CasePreparation;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.SplitSettings;
import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.evaluator.task.TaskSplit;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small data sets in the layouts of the public ones, made of real scans. */
class PresetTest {
  @TempDir Path directory;
  @TempDir Path registered;

  @ParameterizedTest
  @CsvSource({
    "BRATS2020,_,t1 t1ce t2 flair,4,BraTS20_Training_001 BraTS20_Training_002,2",
    "BRATS2023,-,t1n t1c t2w t2f,3,BraTS-GLI-00001-000 BraTS-GLI-00001-001 BraTS-GLI-00002-000,2"
  })
  void brainTumoursAreOverlappingRegionsOfFourChannels(
      Preset preset, String separator, String sequences, int enhancing, String names, int subjects)
      throws Exception {
    for (String name : names.split(" ")) {
      hippocampusAsTumour(name, separator, sequences.split(" "), enhancing);
    }
    SegmentationTask task = register(preset, "My Tumours");
    assertThat(task.name()).isEqualTo("my-tumours");
    assertThat(task.channels()).isEqualTo(4);
    assertThat(task.modality()).isEqualTo(Modality.MODALITY_MR);
    assertThat(task.labels().names())
        .containsExactly("whole tumour", "tumour core", "enhancing tumour");
    assertThat(task.cases().stream().map(LabelledCase::subject).distinct()).hasSize(subjects);
    PreparedCase prepared =
        new CasePreparation(task, TestProfiles.withBudget(1)).prepare(task.cases().get(0));
    assertThat(prepared.channels()).isEqualTo(4);
    long[] counts = task.labels().counts(prepared.labels().histogram());
    assertThat(counts[0]).isGreaterThan(counts[1]);
    assertThat(counts[1]).isGreaterThan(counts[2]);
    assertThat(counts[2]).isPositive();
    assertThat(prepared.labels().histogram()[7]).isEqualTo((int) counts[2]);
  }

  @Test
  void everythingThatIsWrongWithTumoursIsListed() throws Exception {
    String[] sequences = {"t1", "t1ce", "t2", "flair"};
    hippocampusAsTumour("BraTS20_Training_001", "_", sequences, 4);
    hippocampusAsTumour("BraTS20_Training_002", "_", sequences, 3);
    hippocampusAsTumour("BraTS20_Training_003", "_", sequences, 4);
    Files.delete(directory.resolve("BraTS20_Training_003/BraTS20_Training_003_seg.nii.gz"));
    InvalidTaskException missing =
        catchThrowableOfType(
            InvalidTaskException.class, () -> register(Preset.BRATS2020, "tumours"));
    assertThat(missing.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.MISSING_FILE);
              assertThat(problem.where()).isEqualTo("training[2]");
            });
    hippocampusAsTumour("BraTS20_Training_003", "_", sequences, 4);
    InvalidTaskException values =
        catchThrowableOfType(
            InvalidTaskException.class, () -> register(Preset.BRATS2020, "tumours"));
    assertThat(values.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.UNEXPECTED_LABEL);
              assertThat(problem.message()).contains("3.0", "[0, 1, 2, 4]");
            });
  }

  @Test
  void abdomensHaveThirteenOrgansAndThePublishedDivisionWhenAllAreThere() throws Exception {
    Files.createDirectories(directory.resolve("imagesTr"));
    Files.createDirectories(directory.resolve("labelsTr"));
    Path image = TestData.require("ct/msd-spleen2-crop-ct.nii.gz");
    Path label = TestData.require("ct/msd-spleen2-crop-labels.nii.gz");
    for (int number = 1; number <= 40; number++) {
      if (number <= 10 || number > 20) {
        link(image, "imagesTr/img%04d.nii.gz".formatted(number));
        link(label, "labelsTr/label%04d.nii.gz".formatted(number));
      }
    }
    // Reading all of them would take long and show nothing more.
    SegmentationTask task = open(Preset.BTCV, "");
    assertThat(task.name()).isEqualTo("btcv");
    assertThat(task.modality()).isEqualTo(Modality.MODALITY_CT);
    assertThat(task.labels().reported()).isEqualTo(13);
    assertThat(task.labels().name(6)).isEqualTo("liver");
    TaskSplit split = TaskSplit.of(task, new SplitSettings(0.5, 0, 1, 1));
    assertThat(split.training()).hasSize(24);
    assertThat(split.heldBack())
        .extracting(one -> one.image().getFileName().toString())
        .containsExactlyInAnyOrder(
            "img0035.nii.gz",
            "img0036.nii.gz",
            "img0037.nii.gz",
            "img0038.nii.gz",
            "img0039.nii.gz",
            "img0040.nii.gz");
    PreparedCase prepared =
        new CasePreparation(task, TestProfiles.withBudget(1)).prepare(task.cases().get(0));
    assertThat(prepared.labels().histogram()[1]).isPositive();
    Files.delete(directory.resolve("imagesTr/img0001.nii.gz"));
    assertThat(open(Preset.BTCV, "").cases()).hasSize(29).noneMatch(LabelledCase::heldBack);
  }

  @Test
  void theDecathlonsOwnDescriptionIsTakenAsItIs() throws Exception {
    SmallTask.write(directory, 4);
    SegmentationTask task = register(Preset.MSD, "other name");
    assertThat(task.name()).isEqualTo("other-name");
    assertThat(task.cases()).hasSize(4);
    assertThat(task.directory()).isEqualTo(registered);
    ObjectNode spleen = Json.mapper().createObjectNode();
    spleen.put("name", "Spleen");
    for (int number = 0; number < 41; number++) {
      spleen.withArray("training").addObject().put("image", "spleen_%02d".formatted(number));
    }
    Files.write(directory.resolve("dataset.json"), Json.mapper().writeValueAsBytes(spleen));
    assertThat(Preset.MSD.describe(directory, "").path("training").findValues("heldBack"))
        .hasSize(9);
  }

  @Test
  void aDirectoryThatIsNoneOfTheseIsOneSentence() {
    for (Preset preset : Preset.values()) {
      assertThatThrownBy(() -> preset.describe(directory, "x"))
          .as(preset.label())
          .isInstanceOf(InvalidTaskException.class)
          .hasMessageContaining("there is no");
    }
  }

  /** A hippocampus in four sequences: oedema around, necrosis, and some of it enhancing. */
  private void hippocampusAsTumour(String name, String separator, String[] sequences, int enhancing)
      throws Exception {
    Path folder = Files.createDirectories(directory.resolve(name));
    SegmentationTask real = SegmentationTask.open(TestData.require("msd-hippocampus"));
    LabelledCase source = real.cases().get(name.hashCode() & 31);
    Image image = NiftiReader.read(source.image(), "image", ReadLimits.ofThisProcess(1));
    Image labels = NiftiReader.read(source.labels(), "labels", ReadLimits.ofThisProcess(1));
    for (int channel = 0; channel < sequences.length; channel++) {
      float[] voxels = image.voxels().clone();
      for (int index = 0; index < voxels.length; index++) {
        voxels[index] *= channel + 1;
      }
      SmallTask.writeImage(
          folder.resolve(name + separator + sequences[channel] + ".nii.gz"),
          voxels,
          image.shape(),
          image.affine(),
          StorageType.FLOAT32);
    }
    float[] tumour = new float[labels.voxels().length];
    for (int index = 0; index < tumour.length; index++) {
      float value = labels.voxels()[index];
      tumour[index] = value == 1 ? 2 : value == 2 ? (index % 3 == 0 ? 1 : enhancing) : 0;
    }
    SmallTask.writeImage(
        folder.resolve(name + separator + "seg.nii.gz"),
        tumour,
        labels.shape(),
        labels.affine(),
        StorageType.UINT8);
  }

  private void link(Path file, String name) throws Exception {
    Files.createSymbolicLink(directory.resolve(name), file.toAbsolutePath());
  }

  private SegmentationTask register(Preset preset, String name) throws Exception {
    describe(preset, name);
    return SegmentationTask.read(registered);
  }

  private SegmentationTask open(Preset preset, String name) throws Exception {
    describe(preset, name);
    return SegmentationTask.open(registered);
  }

  private void describe(Preset preset, String name) throws Exception {
    Files.write(
        registered.resolve("dataset.json"),
        Json.mapper().writeValueAsBytes(preset.describe(directory, name)));
  }
}
