package dev.hybridmim.local.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What the trainer's steps tell, in bounded memory: the first and the last few are kept.
 *
 * <p>A trainer that was killed repeats the steps after its last snapshot; what it says of them last
 * counts.
 */
final class TrainingView {
  private static final int KEPT = 10;

  /** A run whose steps take long is past its beginning before it has made ten. */
  private static final double BEGINNING_SECONDS = 30;

  private final List<StepMetrics> first = new ArrayList<>();
  private final Deque<StepMetrics> last = new ArrayDeque<>();
  private double waitSeconds;
  private double seconds;

  void accept(StepMetrics metrics) {
    first.removeIf(earlier -> earlier.step() >= metrics.step());
    last.removeIf(earlier -> earlier.step() >= metrics.step());
    if (!isBeginning()) {
      waitSeconds += metrics.waitSeconds();
      seconds += metrics.waitSeconds() + metrics.stepSeconds();
    }
    if (first.size() < KEPT) {
      first.add(metrics);
    }
    last.addLast(metrics);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
  }

  private boolean isBeginning() {
    return first.size() < KEPT
        && first.stream().mapToDouble(StepMetrics::stepSeconds).sum() < BEGINNING_SECONDS;
  }

  /** The state; {@code run} is who trains. */
  Summary.Training summary(Optional<String> run) {
    if (last.isEmpty()) {
      return new Summary.Training(
          run, 0, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
    StepMetrics newest = last.getLast();
    return new Summary.Training(
        run,
        newest.step(),
        meanLoss(first),
        meanLoss(last),
        waitShare(),
        new TreeMap<>(newest.terms()));
  }

  /** Without a run's first steps, which wait for the first scan to be prepared. */
  private Optional<Double> waitShare() {
    return seconds > 0 ? Optional.of(waitSeconds / seconds) : Optional.empty();
  }

  long samplesTrained() {
    return last.isEmpty() ? 0 : last.getLast().samplesTrained();
  }

  double samplesPerSecond() {
    return last.stream().mapToDouble(StepMetrics::samplesPerSecond).average().orElse(0);
  }

  /** Of the steps that were finite; nothing when none was. */
  private static Optional<Double> meanLoss(Collection<StepMetrics> steps) {
    OptionalDouble mean =
        steps.stream().filter(StepMetrics::isFinite).mapToDouble(StepMetrics::loss).average();
    return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
  }
}
