package dev.hybridmim.evaluator.study;

import java.nio.file.Path;

/** Pre-trains a network on a list of images. */
public interface Pretrainer {
  /** Name of the file of weights that a finished pre-training leaves in its directory. */
  String WEIGHTS = "weights.safetensors";

  /**
   * Pre-trains, or goes on where an earlier call with this directory was stopped.
   *
   * @param directory of this pre-training alone; afterwards {@value #WEIGHTS} in it holds the
   *     learner's state, and {@code progress.json} says how far it is meanwhile
   * @throws StudyException when it can't be done
   */
  PretrainingResult pretrain(PretrainingRequest request, Path directory)
      throws StudyException, InterruptedException;
}
