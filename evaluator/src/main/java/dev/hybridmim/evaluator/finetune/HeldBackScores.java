package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.inference.WindowNetwork;
import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.evaluator.metric.DefinedMean;
import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.task.CasePreparation;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import java.util.ArrayList;
import java.util.List;

/** Segments held-back cases and averages what comes out over them. Holds one case at a time. */
final class HeldBackScores {
  private static final int CHANNELS = 1;

  private final SegmentationTask task;
  private final CasePreparation preparation;
  private final SlidingWindow inference;

  HeldBackScores(SegmentationTask task, CasePreparation preparation, SlidingWindow inference) {
    this.task = task;
    this.preparation = preparation;
    this.inference = inference;
  }

  /** One report for each foreground class. */
  List<ClassReport> of(List<LabelledCase> cases, WindowNetwork network)
      throws InvalidTaskException {
    List<List<ClassMetrics>> metrics = new ArrayList<>();
    for (LabelledCase labelled : cases) {
      metrics.add(score(preparation.prepare(labelled), network));
    }
    List<ClassReport> reports = new ArrayList<>();
    for (int label = 1; label < task.classes(); label++) {
      reports.add(report(label, metrics));
    }
    return reports;
  }

  private List<ClassMetrics> score(PreparedCase prepared, WindowNetwork network) {
    LabelMap prediction = inference.segment(prepared.voxels(), CHANNELS, prepared.shape(), network);
    List<ClassMetrics> metrics = new ArrayList<>();
    for (int label = 1; label < task.classes(); label++) {
      metrics.add(
          ClassMetrics.of(
              prediction,
              prepared.labels(),
              label,
              prepared.spacing(),
              prepared.croppedAway(label)));
    }
    return metrics;
  }

  private ClassReport report(int label, List<List<ClassMetrics>> metrics) {
    double[] dice = new double[metrics.size()];
    double[] hd95 = new double[metrics.size()];
    for (int number = 0; number < metrics.size(); number++) {
      ClassMetrics ofClass = metrics.get(number).get(label - 1);
      dice[number] = ofClass.dice();
      hd95[number] = ofClass.hd95Mm();
    }
    return ClassReport.of(
        label, task.labelNames().get(label), DefinedMean.of(dice), DefinedMean.of(hd95));
  }
}
