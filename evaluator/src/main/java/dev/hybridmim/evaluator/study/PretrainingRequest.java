package dev.hybridmim.evaluator.study;

import dev.hybridmim.platform.profile.Profile;
import java.util.List;
import java.util.Optional;

/**
 * One pre-training.
 *
 * @param profile how
 * @param images NIfTI files to learn from
 * @param steps how many steps are made
 * @param initial safetensors file of another learner's state, whose weights and averages it begins
 *     with; empty: fresh ones
 */
public record PretrainingRequest(
    Profile profile, List<String> images, int steps, Optional<String> initial) {
  public PretrainingRequest {
    images = List.copyOf(images);
  }
}
