package dev.hybridmim.local.learn;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.Learner;
import dev.hybridmim.trainer.learning.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The steps of one pre-training.
 *
 * @param name what sets it apart, the contrast summary's label
 * @param steps every step's report, from the first
 */
record LearningCurve(String name, List<StepReport> steps) {
  static final String HEADER =
      "contrast_summary,step,total,reconstruction,number,position,consistency,contrast,gradient_norm";

  LearningCurve {
    steps = List.copyOf(steps);
  }

  /**
   * Pre-trains from first weights.
   *
   * @param progress is told of every step
   */
  static LearningCurve train(
      Profile profile, PreparedScans scans, int steps, Consumer<StepReport> progress) {
    List<StepReport> reports = new ArrayList<>();
    try (Learner learner = Learner.create(profile)) {
      for (long step = 1; step <= steps; step++) {
        StepReport report = learner.train(scans.batch(step), step);
        reports.add(report);
        progress.accept(report);
      }
    }
    return new LearningCurve(profile.trainer().contrastSummary().label(), reports);
  }

  /** One line a step. */
  String csv() {
    StringBuilder lines = new StringBuilder();
    for (StepReport report : steps) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f%n",
              name,
              report.step(),
              report.total(),
              report.reconstruction(),
              report.number(),
              report.position(),
              report.consistency(),
              report.contrast(),
              report.gradientNorm()));
    }
    return lines.toString();
  }
}
