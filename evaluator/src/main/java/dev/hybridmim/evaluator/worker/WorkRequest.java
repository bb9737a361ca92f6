package dev.hybridmim.evaluator.worker;

import dev.hybridmim.platform.profile.Profile;
import java.util.Optional;

/**
 * One piece of work: fine-tune one network on a task and score it.
 *
 * @param taskDirectory where the task lies, as seen by the worker
 * @param fold which cases are held back
 * @param profile ingest, network, sub-volume and evaluator settings
 * @param weights a safetensors file with the values that the network begins with; empty: fresh ones
 * @param network where the fine-tuned weights are written to as safetensors; empty: nowhere
 * @param overlays of how many held-back cases a plane is kept
 */
public record WorkRequest(
    String taskDirectory,
    int fold,
    Profile profile,
    Optional<String> weights,
    Optional<String> network,
    int overlays) {

  /** A request without pictures. */
  public WorkRequest(
      String taskDirectory,
      int fold,
      Profile profile,
      Optional<String> weights,
      Optional<String> network) {
    this(taskDirectory, fold, profile, weights, network, 0);
  }
}
