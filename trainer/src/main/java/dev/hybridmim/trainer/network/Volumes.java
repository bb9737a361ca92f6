package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Operators;

/** What both backbones do with volumes. */
final class Volumes {
  private static final String[] AXES = {"first", "second", "third"};

  private Volumes() {}

  /** Refuses a volume that the coarsest grid does not divide. */
  static void requireMultiples(Shape volume, int stride) {
    if (volume.dimension() != AXES.length + 2) {
      throw new IllegalArgumentException("A volume has shape (N, C, D, H, W), not " + volume);
    }
    for (int axis = 0; axis < AXES.length; axis++) {
      long edge = volume.get(axis + 2);
      if (edge % stride != 0) {
        throw new IllegalArgumentException(
            "The volume's "
                + AXES[axis]
                + " edge is "
                + edge
                + " voxels, which the network's coarsest stride "
                + stride
                + " does not divide; pad or cut it to a multiple");
      }
    }
  }

  /** The part of a feature map under a box; always a new handle. */
  static NDArray crop(Operators operators, NDArray features, CellBox box, int factor) {
    return operators.crop(features, box.begin(factor), box.size(factor));
  }
}
