package dev.hybridmim.trainer.look;

import java.util.Locale;

/**
 * A direction to look along. Pictures are drawn as radiologists see them when the grid is RAS: the
 * patient's right or front on the left, front or head at the top.
 */
public enum Plane {
  /** Along k: i to the left, j upwards. */
  AXIAL(2, 0, 1),
  /** Along j: i to the left, k upwards. */
  CORONAL(1, 0, 2),
  /** Along i: j to the left, k upwards. */
  SAGITTAL(0, 1, 2);

  private static final String[] ENDS = {"R", "A", "S"};
  private static final String[] BEGINNINGS = {"L", "P", "I"};
  private static final String[] AXES = {"I", "J", "K"};

  private final int across;
  private final int leftwards;
  private final int upwards;

  Plane(int across, int leftwards, int upwards) {
    this.across = across;
    this.leftwards = leftwards;
    this.upwards = upwards;
  }

  /** In file names. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  int slices(int[] edges) {
    return edges[across];
  }

  int columns(int[] edges) {
    return edges[leftwards];
  }

  int rows(int[] edges) {
    return edges[upwards];
  }

  /** Index of the voxel behind a pixel of a slice, C order. */
  int voxel(int[] edges, int slice, int column, int row) {
    int[] place = new int[edges.length];
    place[across] = slice;
    place[leftwards] = edges[leftwards] - 1 - column;
    place[upwards] = edges[upwards] - 1 - row;
    return (place[0] * edges[1] + place[1]) * edges[2] + place[2];
  }

  /** What is said of a slice: {@code K 16/32}. */
  String sliceName(int[] edges, int slice) {
    return AXES[across] + " " + slice + "/" + edges[across];
  }

  /** Marks at the left, right, upper and lower edge. */
  String[] marks(boolean anatomical) {
    return anatomical
        ? new String[] {ENDS[leftwards], BEGINNINGS[leftwards], ENDS[upwards], BEGINNINGS[upwards]}
        : new String[] {
          "+" + AXES[leftwards], "-" + AXES[leftwards], "+" + AXES[upwards], "-" + AXES[upwards]
        };
  }
}
