package dev.hybridmim.local.learn;

import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.TrainerProfile.ContrastSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Pre-trains once with each summary for the contrast and writes the curves. */
public final class LearningStudy {
  private static final int LAST = 50;

  private final Profile profile;
  private final Path scans;
  private final int mostScans;
  private final int steps;

  /**
   * A study.
   *
   * @param scans directory of NIfTI files
   * @param mostScans how many of them are used, the first ones by path
   */
  public LearningStudy(Profile profile, Path scans, int mostScans, int steps) {
    if (steps < 1 || mostScans < 1) {
      throw new RunException("--steps and --most-scans must be 1 or more.");
    }
    this.profile = profile;
    this.scans = scans;
    this.mostScans = mostScans;
    this.steps = steps;
  }

  /** Trains and writes. */
  public Outcome run(List<ContrastSummary> summaries, Path out, Consumer<String> progress) {
    PreparedScans prepared = PreparedScans.read(scans, profile, mostScans);
    List<LearningCurve> curves = new ArrayList<>();
    for (ContrastSummary summary : summaries) {
      Profile arm = profile.withTrainer(profile.trainer().withContrastSummary(summary));
      curves.add(
          LearningCurve.train(
              arm,
              prepared,
              steps,
              report -> {
                if (report.step() % LAST == 0) {
                  progress.accept(
                      summary.label()
                          + ": step "
                          + report.step()
                          + " of "
                          + steps
                          + ", contrast "
                          + report.contrast());
                }
              }));
    }
    double chance = Math.log(2.0 * profile.trainer().batchSize() - 1);
    write(curves, chance, out);
    return new Outcome(
        prepared.count(), steps, chance, curves.stream().map(LearningStudy::arm).toList());
  }

  private static Arm arm(LearningCurve curve) {
    int size = curve.steps().size();
    return new Arm(
        curve.name(),
        curve.steps().get(0).total(),
        mean(curve, size, true),
        curve.steps().get(0).contrast(),
        mean(curve, size, false));
  }

  private static double mean(LearningCurve curve, int size, boolean total) {
    return curve.steps().subList(Math.max(0, size - LAST), size).stream()
        .mapToDouble(report -> total ? report.total() : report.contrast())
        .average()
        .orElseThrow();
  }

  private static void write(List<LearningCurve> curves, double chance, Path out) {
    StringBuilder csv = new StringBuilder(LearningCurve.HEADER).append('\n');
    curves.forEach(curve -> csv.append(curve.csv()));
    try {
      Files.createDirectories(out);
      Files.writeString(out.resolve("learning.csv"), csv);
      Files.writeString(
          out.resolve("learning.svg"), new CurveFigure(curves).mark("contrast", chance).draw());
    } catch (IOException e) {
      throw new RunException("The curves can't be written to " + out + ": " + e.getMessage(), e);
    }
  }

  /**
   * What came of it; with {@code --json} this is the document.
   *
   * @param scans how many were used
   * @param chance the contrast's value when all vectors are alike, ln(2 B - 1)
   */
  public record Outcome(int scans, int steps, double chance, List<Arm> arms) {}

  /**
   * One pre-training.
   *
   * @param lastTotal mean of the last 50 steps
   * @param lastContrast mean of the last 50 steps
   */
  public record Arm(
      String contrastSummary,
      double firstTotal,
      double lastTotal,
      double firstContrast,
      double lastContrast) {}
}
