package dev.hybridmim.evaluator.study;

import java.util.List;

/**
 * Everything that a study measured.
 *
 * @param labelNames name of every class, the background's first
 * @param pretrainingImages how many images were pre-trained on
 * @param heldBackCopies images left out of pre-training because a held-back case has the same one
 * @param cases of the task
 * @param arms in the plan's order
 */
public record StudyOutcome(
    String task,
    String taskDigest,
    List<String> labelNames,
    int heldBackCases,
    int pretrainingImages,
    int heldBackCopies,
    int cases,
    List<Pretrained> pretrained,
    List<ArmResult> arms) {
  public StudyOutcome {
    labelNames = List.copyOf(labelNames);
    pretrained = List.copyOf(pretrained);
    arms = List.copyOf(arms);
  }
}
