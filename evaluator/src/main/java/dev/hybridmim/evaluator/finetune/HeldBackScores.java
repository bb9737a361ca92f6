package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.inference.WindowNetwork;
import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.report.CaseReport;
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
  private final double toleranceMm;

  /**
   * @param toleranceMm of surface Dice, millimetres
   */
  HeldBackScores(
      SegmentationTask task,
      CasePreparation preparation,
      SlidingWindow inference,
      double toleranceMm) {
    this.task = task;
    this.toleranceMm = toleranceMm;
    this.preparation = preparation;
    this.inference = inference;
  }

  /** What came out: every case, and one mean for each foreground class. */
  record Scores(List<ClassReport> classes, List<CaseReport> cases) {}

  /** Segments and measures. */
  Scores of(List<LabelledCase> cases, WindowNetwork network) throws InvalidTaskException {
    List<List<ClassMetrics>> metrics = new ArrayList<>();
    for (LabelledCase labelled : cases) {
      metrics.add(score(preparation.prepare(labelled), network));
    }
    List<ClassReport> classes = new ArrayList<>();
    for (int label = 1; label < task.classes(); label++) {
      classes.add(report(label, metrics));
    }
    List<CaseReport> reports = new ArrayList<>();
    for (int number = 0; number < metrics.size(); number++) {
      reports.add(CaseReport.of(cases.get(number).reference(), metrics.get(number)));
    }
    return new Scores(classes, reports);
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
              prepared.croppedAway(label),
              toleranceMm));
    }
    return metrics;
  }

  private ClassReport report(int label, List<List<ClassMetrics>> metrics) {
    return ClassReport.of(
        label,
        task.labelNames().get(label),
        metrics.stream().map(ofCase -> ofCase.get(label - 1)).toList(),
        toleranceMm);
  }
}
