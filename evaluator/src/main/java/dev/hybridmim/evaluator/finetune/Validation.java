package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.inference.WindowNetwork;
import dev.hybridmim.evaluator.metric.DefinedMean;
import dev.hybridmim.evaluator.metric.Dice;
import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.report.EarlyStopReport;
import dev.hybridmim.evaluator.report.EarlyStopReport.Look;
import dev.hybridmim.evaluator.task.LabelScheme;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.platform.profile.EarlyStopProfile;
import dev.hybridmim.trainer.learning.SegmentationLearner;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Looks at cases that were set aside while a network is fine-tuned, keeps its best weights, and
 * says when to end. Without such cases it does nothing.
 */
final class Validation {
  private static final String DICE = "validation/dice";
  private static final String BEST = "validation/best/";

  private final List<PreparedCase> cases;
  private final LabelScheme labels;
  private final SlidingWindow inference;
  private final Function<SegmentationLearner, WindowNetwork> network;
  private final EarlyStop stop;
  private SortedMap<String, Tensor> best = new TreeMap<>();

  /**
   * @param cases set aside; none: all steps are made
   * @param network how windows are given to the learner
   * @param steps that are made at most
   */
  Validation(
      List<PreparedCase> cases,
      LabelScheme labels,
      SlidingWindow inference,
      Function<SegmentationLearner, WindowNetwork> network,
      EarlyStopProfile settings,
      int steps) {
    this.cases = List.copyOf(cases);
    this.labels = labels;
    this.inference = inference;
    this.network = network;
    this.stop = new EarlyStop(settings, steps);
  }

  /** Looks at the cases if it is time to. */
  void after(int steps, SegmentationLearner learner) {
    if (!cases.isEmpty() && stop.isDue(steps) && stop.add(dice(network.apply(learner)))) {
      best = learner.weights();
    }
  }

  /** Whether further steps are of no use. */
  boolean isOver() {
    return stop.isOver();
  }

  /** Gives the learner the weights of the best look. */
  void choose(SegmentationLearner learner) {
    if (!cases.isEmpty()) {
      learner.loadWeights(best);
    }
  }

  /** What came out; empty without cases. */
  Optional<EarlyStopReport> report() {
    List<Look> looks = stop.looks();
    return looks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EarlyStopReport(
                cases.size(), stop.best().step(), looks.get(looks.size() - 1).step(), looks));
  }

  /**
   * All that later looks depend on, as named tensors: {@code validation/dice} (float64, one for
   * each look) and {@code validation/best/} with a parameter's name behind it. Empty before the
   * first look.
   */
  SortedMap<String, Tensor> state() {
    SortedMap<String, Tensor> state = new TreeMap<>();
    double[] dice = stop.looks().stream().mapToDouble(Look::dice).toArray();
    if (dice.length > 0) {
      state.put(DICE, Tensor.ofDoubles(new long[] {dice.length}, dice));
      best.forEach((name, tensor) -> state.put(BEST + name, tensor));
    }
    return state;
  }

  /** Takes up {@link #state}, which may hold other tensors as well. */
  void restore(SortedMap<String, Tensor> state) {
    if (state.containsKey(DICE)) {
      for (double value : FineTuningCheckpoint.doubles(state.get(DICE))) {
        stop.add(value);
      }
      for (Map.Entry<String, Tensor> entry : state.tailMap(BEST).entrySet()) {
        if (entry.getKey().startsWith(BEST)) {
          best.put(entry.getKey().substring(BEST.length()), entry.getValue());
        }
      }
    }
  }

  /** Mean over the cases; 0 where none of them holds a class. */
  private double dice(WindowNetwork windows) {
    double mean =
        DefinedMean.of(cases.stream().mapToDouble(one -> dice(one, windows)).toArray()).mean();
    return Double.isFinite(mean) ? mean : 0;
  }

  private double dice(PreparedCase prepared, WindowNetwork windows) {
    LabelMap prediction =
        inference.segment(prepared.voxels(), prepared.channels(), prepared.shape(), windows);
    double[] ofClasses = new double[labels.reported()];
    for (int number = 1; number <= ofClasses.length; number++) {
      ofClasses[number - 1] =
          Dice.of(
              labels.select(prediction, number),
              labels.select(prepared.labels(), number),
              labels.marked(number),
              prepared.croppedAway(number));
    }
    return DefinedMean.of(ofClasses).mean();
  }
}
