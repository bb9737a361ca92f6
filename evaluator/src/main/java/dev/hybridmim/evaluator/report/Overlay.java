package dev.hybridmim.evaluator.report;

import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.task.PreparedCase;

/**
 * One plane of a held-back case with its labels and what a network made of it: the plane across the
 * third axis that holds most labelled voxels. It shows a part of a patient's scan, so it is kept
 * only where it was asked for.
 *
 * @param reference the case's place in the task's description
 * @param plane its index along the third axis
 * @param width along the first axis, voxels
 * @param height along the second axis, voxels
 * @param aspect a voxel's height over its width
 * @param grey intensities, 0 to 255, row by row
 * @param truth classes, row by row
 * @param prediction classes, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Overlay(
    String reference,
    int plane,
    int width,
    int height,
    double aspect,
    byte[] grey,
    byte[] truth,
    byte[] prediction) {
  private static final float WHITE = 255;

  /** The plane of a case. */
  public static Overlay of(String reference, PreparedCase prepared, LabelMap prediction) {
    int[] shape = prepared.shape();
    int plane = fullest(prepared.labels(), shape);
    byte[] grey = new byte[shape[0] * shape[1]];
    byte[] truth = new byte[grey.length];
    byte[] predicted = new byte[grey.length];
    for (int j = 0; j < shape[1]; j++) {
      for (int i = 0; i < shape[0]; i++) {
        int voxel = (i * shape[1] + j) * shape[2] + plane;
        // Anterior is up, as in books.
        int pixel = (shape[1] - 1 - j) * shape[0] + i;
        grey[pixel] = (byte) Math.round(WHITE * Math.max(0, Math.min(1, prepared.voxels()[voxel])));
        truth[pixel] = (byte) prepared.labels().at(voxel);
        predicted[pixel] = (byte) prediction.at(voxel);
      }
    }
    double[] spacing = prepared.spacing();
    return new Overlay(
        reference, plane, shape[0], shape[1], spacing[1] / spacing[0], grey, truth, predicted);
  }

  private static int fullest(LabelMap labels, int[] shape) {
    int[] counts = new int[shape[2]];
    for (int voxel = 0; voxel < labels.size(); voxel++) {
      counts[voxel % shape[2]] += labels.at(voxel) > 0 ? 1 : 0;
    }
    int best = 0;
    for (int plane = 1; plane < counts.length; plane++) {
      best = counts[plane] > counts[best] ? plane : best;
    }
    return best;
  }
}
