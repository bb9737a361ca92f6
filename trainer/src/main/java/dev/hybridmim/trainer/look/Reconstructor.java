package dev.hybridmim.trainer.look;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.trainer.loss.MaskLabels;
import dev.hybridmim.trainer.network.CellBox;
import dev.hybridmim.trainer.network.PretrainingNetwork;
import dev.hybridmim.trainer.network.Pyramid;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.GradientMode;
import dev.hybridmim.trainer.operator.Operators;
import java.nio.ByteBuffer;

/** Lets a network rebuild one whole sub-volume, without dropout and without gradients. */
public final class Reconstructor {
  private final NDManager manager;
  private final Operators operators;
  private final PretrainingNetwork network;
  private final RegionGrid grid;

  /**
   * A reconstructor.
   *
   * @param manager gives the device
   * @param grid of the network's samples
   */
  public Reconstructor(
      NDManager manager, Operators operators, PretrainingNetwork network, RegionGrid grid) {
    this.manager = manager;
    this.operators = operators;
    this.network = network;
    this.grid = grid;
  }

  /**
   * Rebuilds a sample.
   *
   * @param voxels little-endian float16, (C, D, H, W), in [0, 1], unmasked
   * @param maskCodes one code a region
   */
  public Reconstruction rebuild(ByteBuffer voxels, byte[] maskCodes, int channels) {
    int[] edges = grid.subVolume();
    MaskLabels labels = MaskLabels.read(grid, maskCodes, 1);
    Shape shape = new Shape(1, channels, edges[0], edges[1], edges[2]);
    try (NDManager scratch = manager.newSubManager();
        GradientMode off = GradientMode.off();
        NDArray halves = scratch.create(voxels, shape, DataType.FLOAT16);
        NDArray input = operators.toFloat(halves);
        NDArray mask = voxelMask(labels, scratch);
        NDArray masked = operators.hide(input, mask);
        Pyramid pyramid = network.backbone().features(masked, Dropout.none());
        NDArray logits = decode(pyramid, masked.getShape());
        NDArray answer = operators.sigmoid(logits);
        NDArray vectors = network.regionVectors(pyramid);
        NDArray number = network.heads().number(vectors);
        NDArray distribution = operators.softmax(number, 2);
        NDArray position = network.heads().position(vectors)) {
      byte[] hidden = new byte[grid.voxels()];
      grid.expand(maskCodes, hidden);
      float[] shares = floats(distribution);
      return new Reconstruction(
          grid,
          channels,
          floats(input),
          hidden,
          floats(answer),
          counts(labels),
          mostLikely(shares),
          expected(shares),
          right(floats(position), labels.positions()));
    }
  }

  private NDArray decode(Pyramid pyramid, Shape volume) {
    CellBox whole = CellBox.whole(volume, network.backbone().coarsestStride());
    return network.backbone().decode(pyramid, whole, Dropout.none());
  }

  private NDArray voxelMask(MaskLabels labels, NDManager scratch) {
    int[] regions = grid.regionCounts();
    int edge = grid.patchesPerEdge();
    Shape shape =
        new Shape(1, (long) regions[0] * edge, (long) regions[1] * edge, (long) regions[2] * edge);
    try (NDArray patches = scratch.create(labels.patches(), shape)) {
      return operators.expandMask(patches, grid.patchEdge());
    }
  }

  private static float[] floats(NDArray array) {
    try (NDArray floats = array.toType(DataType.FLOAT32, true)) {
      return floats.toFloatArray();
    }
  }

  private static int[] counts(MaskLabels labels) {
    int[] counts = new int[labels.numbers().length];
    for (int region = 0; region < counts.length; region++) {
      counts[region] = (int) labels.numbers()[region];
    }
    return counts;
  }

  private int[] mostLikely(float[] shares) {
    int classes = grid.patchesPerRegion() + 1;
    int[] counts = new int[grid.regions()];
    for (int region = 0; region < counts.length; region++) {
      for (int count = 1; count < classes; count++) {
        if (shares[region * classes + count] > shares[region * classes + counts[region]]) {
          counts[region] = count;
        }
      }
    }
    return counts;
  }

  private double[] expected(float[] shares) {
    int classes = grid.patchesPerRegion() + 1;
    double[] means = new double[grid.regions()];
    for (int region = 0; region < means.length; region++) {
      for (int count = 1; count < classes; count++) {
        means[region] += (double) count * shares[region * classes + count];
      }
    }
    return means;
  }

  private static double right(float[] logits, float[] positions) {
    int right = 0;
    for (int patch = 0; patch < positions.length; patch++) {
      right += logits[patch] > 0 == positions[patch] > 0 ? 1 : 0;
    }
    return (double) right / positions.length;
  }
}
