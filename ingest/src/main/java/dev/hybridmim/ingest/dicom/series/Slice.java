package dev.hybridmim.ingest.dicom.series;

import dev.hybridmim.platform.message.Modality;

/**
 * One plane of a scan.
 *
 * @param instance Instance Number, 0 when the object has none
 * @param frame counted from 1; 0 for an object of one frame
 * @param position of the centre of the first pixel, LPS millimetres
 * @param orientation directions of a row's and of a column's course, six cosines
 * @param rowSpacing millimetres from one row to the next
 * @param columnSpacing millimetres from one column to the next
 * @param thickness Slice Thickness in millimetres, 0 when the object does not say
 * @param values intensities, row by row; NaN where the pixel is padding
 */
record Slice(
    int instance,
    int frame,
    double[] position,
    double[] orientation,
    double rowSpacing,
    double columnSpacing,
    double thickness,
    int rows,
    int columns,
    Modality modality,
    float[] values) {
  private static final double SPACING_TOLERANCE = 1e-3;
  private static final double DIRECTION_TOLERANCE = 1e-3;

  /** How messages name the slice: by numbers that identify nobody. */
  String label() {
    return frame == 0 ? "instance " + instance : "frame " + frame + " of instance " + instance;
  }

  /** The unit vector that planes are stacked along. */
  double[] normal() {
    double[] o = orientation;
    return new double[] {
      o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]
    };
  }

  /** Where the plane lies along a direction, millimetres. */
  double along(double[] direction) {
    return position[0] * direction[0] + position[1] * direction[1] + position[2] * direction[2];
  }

  /** Whether both planes can be of one volume. */
  boolean matches(Slice other) {
    boolean matches =
        rows == other.rows
            && columns == other.columns
            && modality == other.modality
            && Math.abs(rowSpacing - other.rowSpacing) <= SPACING_TOLERANCE * rowSpacing
            && Math.abs(columnSpacing - other.columnSpacing) <= SPACING_TOLERANCE * columnSpacing;
    for (int n = 0; n < orientation.length; n++) {
      matches &= Math.abs(orientation[n] - other.orientation[n]) <= DIRECTION_TOLERANCE;
    }
    return matches;
  }

  @Override
  public String toString() {
    return "Slice[" + label() + "]";
  }
}
