package dev.hybridmim.evaluator.testing;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.nifti.StorageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes cases in the layout of BraTS 2020: four sequences of 32 x 32 x 32 voxels, each of which
 * shows other parts of a ball of oedema (2) around necrosis (1) with an enhancing core (4).
 */
public final class SmallTumours {
  private static final int EDGE = 32;
  private static final String[] SEQUENCES = {"t1", "t1ce", "t2", "flair"};

  /** How bright each sequence shows healthy tissue, necrosis, oedema and enhancing tumour. */
  private static final float[][] BRIGHTNESS = {
    {200, 100, 150, 150}, {150, 100, 150, 350}, {150, 350, 300, 200}, {100, 250, 350, 250}
  };

  private SmallTumours() {}

  /** Writes so many cases below a directory. */
  public static void write(Path directory, int cases) throws IOException {
    for (int number = 1; number <= cases; number++) {
      String name = "BraTS20_Training_%03d".formatted(number);
      write(Files.createDirectories(directory.resolve(name)), name, new Random(number));
    }
  }

  private static void write(Path folder, String name, Random random) throws IOException {
    int[] shape = {EDGE, EDGE, EDGE};
    double[] centre = {
      13 + 6 * random.nextDouble(), 13 + 6 * random.nextDouble(), 13 + 6 * random.nextDouble()
    };
    float[] labels = new float[EDGE * EDGE * EDGE];
    for (int index = 0; index < labels.length; index++) {
      double radius =
          Math.hypot(
              Math.hypot(index / (EDGE * EDGE) - centre[0], index / EDGE % EDGE - centre[1]),
              index % EDGE - centre[2]);
      labels[index] = radius < 6 ? 4 : radius < 8 ? 1 : radius < 10.5 ? 2 : 0;
    }
    Affine affine = Affine.scaling(1, 1.25, 1);
    for (int channel = 0; channel < SEQUENCES.length; channel++) {
      float[] voxels = new float[labels.length];
      for (int index = 0; index < voxels.length; index++) {
        int tissue = Math.min(3, (int) labels[index]);
        voxels[index] = BRIGHTNESS[channel][tissue] + 15 * (float) random.nextGaussian();
      }
      Path file = folder.resolve(name + "_" + SEQUENCES[channel] + ".nii");
      SmallTask.writeImage(file, voxels, shape, affine, StorageType.FLOAT32);
    }
    Path file = folder.resolve(name + "_seg.nii");
    SmallTask.writeImage(file, labels, shape, affine, StorageType.UINT8);
  }
}
