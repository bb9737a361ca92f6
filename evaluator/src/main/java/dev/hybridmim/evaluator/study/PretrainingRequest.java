package dev.hybridmim.evaluator.study;

import dev.hybridmim.platform.profile.Profile;
import java.util.List;

/**
 * One pre-training.
 *
 * @param profile how
 * @param images NIfTI files to learn from
 * @param steps how many steps are made
 */
public record PretrainingRequest(Profile profile, List<String> images, int steps) {
  public PretrainingRequest {
    images = List.copyOf(images);
  }
}
