package dev.hybridmim.evaluator.report;

import java.util.List;

/**
 * Which parameters of a segmentation network began with a snapshot's values.
 *
 * @param taken parameters that began with the snapshot's values
 * @param adapted input layers that began with the snapshot's values, repeated and scaled for
 *     another number of channels
 * @param left arrays of the snapshot that have no place in the network, such as the pre-training
 *     heads
 * @param missing parameters that began with fresh values because the snapshot holds none of their
 *     name and shape
 */
public record WeightTransfer(
    List<String> taken, List<String> adapted, List<String> left, List<String> missing) {

  public WeightTransfer {
    taken = List.copyOf(taken);
    adapted = List.copyOf(adapted);
    left = List.copyOf(left);
    missing = List.copyOf(missing);
  }

  /** Nothing was taken: the network began from scratch. */
  public static WeightTransfer none() {
    return new WeightTransfer(List.of(), List.of(), List.of(), List.of());
  }
}
