package dev.hybridmim.ingest.image;

import java.io.Serializable;

/**
 * An affine map from voxel indices (i, j, k) to millimetres in the patient's RAS+ frame (x to the
 * right, y to the front, z to the top). The centre of the first voxel has index (0, 0, 0). The
 * bottom row of the 4 x 4 matrix is (0, 0, 0, 1).
 */
public record Affine(
    double m00,
    double m01,
    double m02,
    double m03,
    double m10,
    double m11,
    double m12,
    double m13,
    double m20,
    double m21,
    double m22,
    double m23)
    implements Serializable {

  private static final Affine IDENTITY = scaling(1, 1, 1);

  /** The map that changes nothing. */
  public static Affine identity() {
    return IDENTITY;
  }

  /** Axes along the frame's, voxels of the given edges, first voxel at the origin. */
  public static Affine scaling(double i, double j, double k) {
    return new Affine(i, 0, 0, 0, 0, j, 0, 0, 0, 0, k, 0);
  }

  /** A shift. */
  public static Affine translation(double i, double j, double k) {
    return new Affine(1, 0, 0, i, 0, 1, 0, j, 0, 0, 1, k);
  }

  /**
   * From row-major numbers.
   *
   * @param rows 12 numbers (three rows of four) or 16 (four rows, the last one is taken as 0, 0, 0,
   *     1)
   */
  public static Affine of(double... rows) {
    if (rows.length != 12 && rows.length != 16) {
      throw new IllegalArgumentException("An affine has 12 or 16 numbers, not " + rows.length);
    }
    return new Affine(
        rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8], rows[9],
        rows[10], rows[11]);
  }

  /** All 16 numbers, row-major. */
  public double[] toRowMajor() {
    return new double[] {m00, m01, m02, m03, m10, m11, m12, m13, m20, m21, m22, m23, 0, 0, 0, 1};
  }

  /** One number; rows and columns count from 0, the bottom row included. */
  public double at(int row, int column) {
    return toRowMajor()[4 * row + column];
  }

  /** This map after the other one: {@code a.times(b)} maps v to a(b(v)). */
  public Affine times(Affine other) {
    double[] product = new double[12];
    double[] left = toRowMajor();
    double[] right = other.toRowMajor();
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        double sum = 0;
        for (int inner = 0; inner < 4; inner++) {
          sum += left[4 * row + inner] * right[4 * inner + column];
        }
        product[4 * row + column] = sum;
      }
    }
    return of(product);
  }

  /** The image of a point, three coordinates. */
  public double[] apply(double i, double j, double k) {
    return new double[] {
      m00 * i + m01 * j + m02 * k + m03,
      m10 * i + m11 * j + m12 * k + m13,
      m20 * i + m21 * j + m22 * k + m23
    };
  }

  /** Of the upper left 3 x 3 part; negative when the voxel axes are left-handed. */
  public double determinant() {
    return m00 * (m11 * m22 - m12 * m21)
        - m01 * (m10 * m22 - m12 * m20)
        + m02 * (m10 * m21 - m11 * m20);
  }

  /** True when every number is finite and the axes span space. */
  public boolean invertible() {
    double volume = Math.abs(determinant());
    double[] spacing = spacing();
    double box = spacing[0] * spacing[1] * spacing[2];
    return Double.isFinite(volume)
        && Double.isFinite(m03 + m13 + m23)
        && box > 0
        && volume > SMALLEST_RELATIVE_VOLUME * box;
  }

  /**
   * The map back.
   *
   * @throws ArithmeticException when there is none
   */
  public Affine inverse() {
    if (!invertible()) {
      throw new ArithmeticException("The affine is singular");
    }
    double scale = 1 / determinant();
    double a = (m11 * m22 - m12 * m21) * scale;
    double b = (m02 * m21 - m01 * m22) * scale;
    double c = (m01 * m12 - m02 * m11) * scale;
    double d = (m12 * m20 - m10 * m22) * scale;
    double e = (m00 * m22 - m02 * m20) * scale;
    double f = (m02 * m10 - m00 * m12) * scale;
    double g = (m10 * m21 - m11 * m20) * scale;
    double h = (m01 * m20 - m00 * m21) * scale;
    double i = (m00 * m11 - m01 * m10) * scale;
    return new Affine(
        a,
        b,
        c,
        -(a * m03 + b * m13 + c * m23),
        d,
        e,
        f,
        -(d * m03 + e * m13 + f * m23),
        g,
        h,
        i,
        -(g * m03 + h * m13 + i * m23));
  }

  /** Edge lengths of a voxel along i, j, k in millimetres: the norms of the columns. */
  public double[] spacing() {
    return new double[] {
      Math.sqrt(m00 * m00 + m10 * m10 + m20 * m20),
      Math.sqrt(m01 * m01 + m11 * m11 + m21 * m21),
      Math.sqrt(m02 * m02 + m12 * m12 + m22 * m22)
    };
  }

  /** Which anatomical axis each voxel axis is closest to; the affine must be invertible. */
  public AxisDirections directions() {
    return AxisDirections.of(this);
  }

  /** Where the positive ends of i, j, k point, for instance {@code RAS} or {@code LPS}. */
  public String axisCodes() {
    return directions().codes();
  }

  /** The largest difference of any two corresponding numbers. */
  public double distance(Affine other) {
    double[] left = toRowMajor();
    double[] right = other.toRowMajor();
    double largest = 0;
    for (int n = 0; n < left.length; n++) {
      largest = Math.max(largest, Math.abs(left[n] - right[n]));
    }
    return largest;
  }

  private static final double SMALLEST_RELATIVE_VOLUME = 1e-6;
}
