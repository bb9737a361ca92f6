package dev.hybridmim.evaluator.testing;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes tasks in the Decathlon's layout: bright balls (class 1) each with a brighter core (class
 * 2) in noise, so that a network can learn them in a few steps.
 */
public final class SmallTask {
  private final Path directory;
  private final Map<String, Object> description = new TreeMap<>();
  private final List<Map<String, String>> training = new ArrayList<>();

  private SmallTask(Path directory) {
    this.directory = directory;
    description.put("name", "Small Balls");
    description.put("modality", Map.of("0", "MRI"));
    description.put("labels", Map.of("0", "background", "1", "shell", "2", "core"));
    description.put("training", training);
  }

  /** A sound task with this many cases of 24 x 20 x 22 voxels. */
  public static SmallTask write(Path directory, int cases) throws IOException {
    SmallTask task = new SmallTask(directory);
    Files.createDirectories(directory.resolve("imagesTr"));
    Files.createDirectories(directory.resolve("labelsTr"));
    for (int number = 0; number < cases; number++) {
      task.addBall(number);
    }
    task.describe();
    return task;
  }

  public Path directory() {
    return directory;
  }

  /** The file of a case, {@code imagesTr} or {@code labelsTr}. */
  public Path file(String folder, int number) {
    return directory.resolve(folder).resolve("ball" + number + ".nii.gz");
  }

  /** Replaces or adds a key of {@code dataset.json}. */
  public SmallTask with(String key, Object value) throws IOException {
    description.put(key, value);
    describe();
    return this;
  }

  public void describe() throws IOException {
    Files.write(directory.resolve("dataset.json"), Json.mapper().writeValueAsBytes(description));
  }

  private void addBall(int number) throws IOException {
    int[] shape = {24, 20, 22};
    Random random = new Random(number);
    float[] image = new float[shape[0] * shape[1] * shape[2]];
    float[] labels = new float[image.length];
    double[] centre = {
      10 + 4 * random.nextDouble(), 8 + 4 * random.nextDouble(), 9 + 4 * random.nextDouble()
    };
    int index = 0;
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        for (int k = 0; k < shape[2]; k++, index++) {
          double radius = Math.hypot(Math.hypot(i - centre[0], j - centre[1]), k - centre[2]);
          labels[index] = radius < 3.5 ? 2 : radius < 6.5 ? 1 : 0;
          image[index] = 100 + 200 * labels[index] + 20 * (float) random.nextGaussian();
        }
      }
    }
    Affine affine = Affine.scaling(1, 1, 1.5);
    writeImage(file("imagesTr", number), image, shape, affine, StorageType.FLOAT32);
    writeImage(file("labelsTr", number), labels, shape, affine, StorageType.UINT8);
    String name = "ball" + number + ".nii.gz";
    training.add(Map.of("image", "./imagesTr/" + name, "label", "./labelsTr/" + name));
  }

  /** Writes any image where a case's file lies. */
  public static void writeImage(
      Path file, float[] voxels, int[] shape, Affine affine, StorageType type) throws IOException {
    NiftiWriter.write(new Image(voxels, shape, affine, Modality.MODALITY_UNSPECIFIED), type, file);
  }
}
