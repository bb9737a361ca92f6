package dev.hybridmim.trainer.benchmark;

import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.trainer.learning.Batch;
import dev.hybridmim.trainer.learning.Learner;
import dev.hybridmim.trainer.learning.PhaseSeconds;
import dev.hybridmim.trainer.learning.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The process that makes the measured steps: arguments are a file with the profile as JSON, warm-up
 * steps, measured steps (0: as many as fit) and the device; the figures are its last line.
 */
final class StepBenchmarkMain {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final long KIBIBYTE = 1024;
  private static final double ENOUGH_SECONDS = 15;
  private static final int MOST_STEPS = 50;

  private StepBenchmarkMain() {}

  public static void main(String[] arguments) throws IOException {
    ParentWatch.start();
    Profile profile = Profiles.fromJson(Files.readString(Path.of(arguments[0])));
    int warmUp = Integer.parseInt(arguments[1]);
    int steps = Integer.parseInt(arguments[2]);
    try (Learner learner = Learner.create(profile)) {
      List<StepReport> reports = measure(learner, profile, warmUp, steps);
      System.out.println(Json.mapper().writeValueAsString(figures(profile, learner, reports)));
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static List<StepReport> measure(Learner learner, Profile profile, int warmUp, int steps) {
    int wanted = steps == 0 ? MOST_STEPS : steps;
    List<StepReport> reports = new ArrayList<>();
    double spent = 0;
    for (int step = 1; step <= warmUp + wanted; step++) {
      Batch batch = SyntheticBatches.draw(profile, step);
      StepReport report = learner.train(batch, step);
      if (step > warmUp) {
        reports.add(report);
        spent += report.seconds().total();
        if (steps == 0 && spent >= ENOUGH_SECONDS) {
          break;
        }
      }
    }
    return reports;
  }

  private static StepFigures figures(Profile profile, Learner learner, List<StepReport> reports)
      throws IOException {
    return new StepFigures(
        profile.name(),
        profile.network().backbone().label(),
        profile.trainer().rebuiltBox().label(),
        profile.trainer().batchSize(),
        profile.augment().subVolume(),
        profile.trainer().precision().label(),
        profile.trainer().activations().label(),
        learner.device(),
        learner.threads(),
        learner.parameterCount(),
        reports.size(),
        mean(reports, report -> report.seconds().total()),
        mean(reports, report -> report.processorSeconds().total()),
        peakBytes(),
        List.of(
            phase("data", reports, PhaseSeconds::data),
            phase("mask", reports, PhaseSeconds::mask),
            phase("encoder", reports, PhaseSeconds::encoder),
            phase("secondView", reports, PhaseSeconds::secondView),
            phase("decoder", reports, PhaseSeconds::decoder),
            phase("losses", reports, PhaseSeconds::losses),
            phase("backward", reports, PhaseSeconds::backward),
            phase("optimizer", reports, PhaseSeconds::optimizer)));
  }

  private static StepFigures.Phase phase(
      String name, List<StepReport> reports, ToDoubleFunction<PhaseSeconds> part) {
    return new StepFigures.Phase(
        name,
        mean(reports, report -> part.applyAsDouble(report.seconds())),
        mean(reports, report -> part.applyAsDouble(report.processorSeconds())));
  }

  private static double mean(List<StepReport> reports, ToDoubleFunction<StepReport> value) {
    return reports.stream().mapToDouble(value).average().orElseThrow();
  }

  /** The kernel's high-water mark of this process's resident memory. */
  private static long peakBytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
          .findFirst()
          .orElse(0);
    }
  }
}
