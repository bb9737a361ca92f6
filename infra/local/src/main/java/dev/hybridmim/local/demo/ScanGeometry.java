package dev.hybridmim.local.demo;

import static dev.hybridmim.local.demo.Body.between;

import dev.hybridmim.ingest.image.Affine;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Which part of a body is scanned, and how the voxels lie in it.
 *
 * @param shape voxels along i, j, k
 * @param affine voxel indices to RAS+ millimetres of the body's frame
 */
record ScanGeometry(int[] shape, Affine affine) {
  private static final double WIDTH = 400;
  private static final double DEPTH = 290;
  private static final double LARGEST_TILT = Math.toRadians(12);

  /** Axis codes of common exports; the letter says where the voxel index grows to. */
  private static final String[] ORIENTATIONS = {"LPS", "RAS", "LAS", "PIR", "LPS", "SRP"};

  /**
   * Chest, abdomen or both, with voxels of 4 to 8 mm in one of several orientations; some are
   * tilted.
   */
  static ScanGeometry draw(UniformRandomProvider random) {
    double[][] ranges = {{-190, 190}, {-190, 40}, {-40, 190}, {-150, 120}};
    double[] range = ranges[random.nextInt(ranges.length)];
    double inPlane = between(random, 4, 5.5);
    double slice = between(random, 4.5, 8);
    double tilt = random.nextDouble() < 0.25 ? between(random, -1, 1) * LARGEST_TILT : 0;
    String codes = ORIENTATIONS[random.nextInt(ORIENTATIONS.length)];
    double zoom = between(random, 0.8, 1.05);
    return of(
        codes,
        new double[] {zoom * WIDTH, zoom * DEPTH, range[1] - range[0]},
        new double[] {inPlane, inPlane, slice},
        (range[0] + range[1]) / 2,
        tilt);
  }

  /** The upper abdomen, where the task's organs are. */
  static ScanGeometry drawAbdomen(UniformRandomProvider random) {
    double inPlane = between(random, 5.5, 6.5);
    return of(
        random.nextBoolean() ? "LPS" : "RAS",
        new double[] {WIDTH, DEPTH, 215},
        new double[] {inPlane, inPlane, between(random, 5.5, 6.5)},
        between(random, -78, -66),
        0);
  }

  /**
   * A geometry by its parts.
   *
   * @param extent millimetres along R, A, S
   * @param edges of a voxel along R, A, S
   * @param middle height of the centre
   * @param tilt of the gantry, about the axis from left to right, in radians
   */
  private static ScanGeometry of(
      String codes, double[] extent, double[] edges, double middle, double tilt) {
    int[] shape = new int[3];
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      int world = worldAxis(codes.charAt(axis));
      double step = edges[world] * sign(codes.charAt(axis));
      shape[axis] = (int) Math.round(extent[world] / edges[world]);
      rows[4 * world + axis] = step;
    }
    Affine axes = Affine.of(rows);
    double[] centre = axes.apply((shape[0] - 1) / 2.0, (shape[1] - 1) / 2.0, (shape[2] - 1) / 2.0);
    double cos = Math.cos(tilt);
    double sin = Math.sin(tilt);
    Affine rotation = Affine.of(1, 0, 0, 0, 0, cos, -sin, 0, 0, sin, cos, middle);
    Affine centred = Affine.translation(-centre[0], -centre[1], -centre[2]).times(axes);
    return new ScanGeometry(shape, rotation.times(centred));
  }

  private static int worldAxis(char code) {
    return switch (code) {
      case 'R', 'L' -> 0;
      case 'A', 'P' -> 1;
      default -> 2;
    };
  }

  private static int sign(char code) {
    return code == 'R' || code == 'A' || code == 'S' ? 1 : -1;
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }
}
