package dev.hybridmim.evaluator.metric;

/** Dice overlap of one class between a prediction and its reference. */
public final class Dice {
  private Dice() {}

  /**
   * Dice of a class, or NaN when the reference holds no voxel of it.
   *
   * @param prediction shape (i, j, k)
   * @param reference same shape
   */
  public static double of(LabelMap prediction, LabelMap reference, int label) {
    return of(prediction, reference, label, 0);
  }

  /**
   * Dice of a class of which the reference holds more voxels than its map shows.
   *
   * @param prediction shape (i, j, k)
   * @param reference same shape
   * @param beyond voxels of the class outside the maps, all missed by the prediction
   */
  public static double of(LabelMap prediction, LabelMap reference, int label, long beyond) {
    return of(prediction, reference, label, beyond, Double.NaN, Double.NaN);
  }

  /**
   * Dice of a class where an empty reference counts: 1 when the prediction is empty too, 0 when it
   * is not.
   *
   * @param prediction shape (i, j, k)
   * @param reference same shape
   */
  public static double countingEmpty(LabelMap prediction, LabelMap reference, int label) {
    return of(prediction, reference, label, 0, 1, 0);
  }

  private static double of(
      LabelMap prediction,
      LabelMap reference,
      int label,
      long beyond,
      double bothEmpty,
      double onlyReferenceEmpty) {
    LabelMap.requireSameShape(prediction, reference);
    long predicted = 0;
    long labelled = beyond;
    long common = 0;
    for (int index = 0; index < reference.size(); index++) {
      boolean inPrediction = prediction.at(index) == label;
      boolean inReference = reference.at(index) == label;
      predicted += inPrediction ? 1 : 0;
      labelled += inReference ? 1 : 0;
      common += inPrediction && inReference ? 1 : 0;
    }
    if (labelled == 0) {
      return predicted == 0 ? bothEmpty : onlyReferenceEmpty;
    }
    return 2.0 * common / (predicted + labelled);
  }
}
