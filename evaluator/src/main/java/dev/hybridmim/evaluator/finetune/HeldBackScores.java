package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.inference.WindowNetwork;
import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.report.CaseReport;
import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.report.Overlay;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelScheme;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import java.util.ArrayList;
import java.util.List;

/** Segments held-back cases and averages what comes out over them. Holds one case at a time. */
final class HeldBackScores {
  private final SegmentationTask task;
  private final PreparedCases preparation;
  private final SlidingWindow inference;
  private final double toleranceMm;
  private final Progress progress;
  private final int overlays;

  /**
   * @param toleranceMm of surface Dice where the task has none of its own, millimetres
   * @param overlays of so many cases, the first ones, a plane is kept
   */
  HeldBackScores(
      SegmentationTask task,
      PreparedCases preparation,
      SlidingWindow inference,
      double toleranceMm,
      int overlays,
      Progress progress) {
    this.overlays = overlays;
    this.progress = progress;
    this.task = task;
    this.toleranceMm = toleranceMm;
    this.preparation = preparation;
    this.inference = inference;
  }

  /** What came out: every case, one mean for each foreground class, and planes to look at. */
  record Scores(List<ClassReport> classes, List<CaseReport> cases, List<Overlay> overlays) {}

  /** Segments and measures. */
  Scores of(List<LabelledCase> cases, WindowNetwork network) throws InvalidTaskException {
    List<List<ClassMetrics>> metrics = new ArrayList<>();
    List<Overlay> planes = new ArrayList<>();
    for (LabelledCase labelled : cases) {
      progress.at("scoring", metrics.size(), cases.size());
      PreparedCase prepared = preparation.prepare(labelled);
      LabelMap prediction =
          inference.segment(prepared.voxels(), prepared.channels(), prepared.shape(), network);
      metrics.add(score(prepared, prediction));
      if (planes.size() < overlays) {
        planes.add(Overlay.of(labelled.reference(), prepared, prediction));
      }
    }
    List<ClassReport> classes = new ArrayList<>();
    for (int number = 1; number <= task.labels().reported(); number++) {
      classes.add(report(number, metrics));
    }
    List<CaseReport> reports = new ArrayList<>();
    for (int number = 0; number < metrics.size(); number++) {
      reports.add(CaseReport.of(cases.get(number).reference(), metrics.get(number)));
    }
    return new Scores(classes, reports, planes);
  }

  private List<ClassMetrics> score(PreparedCase prepared, LabelMap prediction) {
    LabelScheme scheme = task.labels();
    List<ClassMetrics> metrics = new ArrayList<>();
    for (int number = 1; number <= scheme.reported(); number++) {
      ClassMetrics measured =
          ClassMetrics.of(
              scheme.select(prediction, number),
              scheme.select(prepared.labels(), number),
              scheme.marked(number),
              prepared.spacing(),
              prepared.croppedAway(number),
              toleranceMm(number));
      metrics.add(measured.ofClass(number));
    }
    return metrics;
  }

  private ClassReport report(int number, List<List<ClassMetrics>> metrics) {
    return ClassReport.of(
        number,
        task.labels().name(number),
        metrics.stream().map(ofCase -> ofCase.get(number - 1)).toList(),
        toleranceMm(number));
  }

  private double toleranceMm(int number) {
    return task.labels().toleranceMm(number).orElse(toleranceMm);
  }
}
