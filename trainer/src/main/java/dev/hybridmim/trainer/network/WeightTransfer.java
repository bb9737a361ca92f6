package dev.hybridmim.trainer.network;

import java.util.List;

/**
 * What became of weights that were loaded into another network.
 *
 * @param taken names that were taken over
 * @param adapted names of stems that were taken over for another number of input channels, by
 *     repeating them and dividing by the repetition
 * @param left names that the network has no place for, or in another shape
 * @param missing the network's names that kept their first values
 */
public record WeightTransfer(
    List<String> taken, List<String> adapted, List<String> left, List<String> missing) {
  public WeightTransfer {
    taken = List.copyOf(taken);
    adapted = List.copyOf(adapted);
    left = List.copyOf(left);
    missing = List.copyOf(missing);
  }
}
