package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.report.CaseReport;
import dev.hybridmim.evaluator.report.EarlyStopReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.Overlay;
import dev.hybridmim.evaluator.statistics.Bootstrap;
import dev.hybridmim.evaluator.statistics.Interval;
import dev.hybridmim.evaluator.statistics.PairedTest;
import dev.hybridmim.platform.profile.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a study found, as {@code report.json}.
 *
 * @param command that made it
 * @param machine processors, operating system, Java
 * @param secondsOfThisCall wall time of the last call, which may have found most of it done
 * @param secondsOfAllRuns wall time of all pre-trainings and fine-tunings, one after the other
 * @param rows one for each competitor and fraction
 * @param parts of a study whose archive arrives in parts; else empty
 * @param comparisons of every competitor with the first, at each fraction
 */
public record StudyReport(
    String kind,
    String title,
    String command,
    String version,
    String machine,
    String task,
    String taskDigest,
    List<String> labelNames,
    int fold,
    int heldBackCases,
    int pretrainingImages,
    int heldBackCopies,
    List<Long> seeds,
    int pretrainSteps,
    int fineTuneSteps,
    double secondsOfThisCall,
    double secondsOfAllRuns,
    Profile profile,
    List<Competitor> competitors,
    List<Began> pretrainings,
    List<Row> rows,
    List<Comparison> comparisons,
    List<PartScore> parts) {

  /** A pre-training. */
  public record Began(String competitor, PretrainingResult result) {}

  /**
   * One competitor at one fraction.
   *
   * @param dice mean over classes, cases and seeds, with an interval over cases and seeds
   * @param diceOfSeeds mean of each seed
   * @param diceOfClasses mean of each foreground class
   * @param hd95Mm mean over seeds, millimetres; NaN when it is undefined
   * @param secondsEach mean wall time of a fine-tuning with its scoring
   * @param chosenSteps with an early stop, of each seed the step whose weights were scored; else
   *     empty
   */
  public record Row(
      String competitor,
      double fraction,
      int trainingCases,
      Interval dice,
      List<Double> diceOfSeeds,
      List<Double> diceOfClasses,
      double hd95Mm,
      double secondsEach,
      double cpuSecondsEach,
      List<Double> losses,
      List<Overlay> overlays,
      List<Integer> chosenSteps) {
    public Row {
      // Null in reports from before there was an early stop.
      chosenSteps = chosenSteps == null ? List.of() : List.copyOf(chosenSteps);
    }

    Row withoutOverlays() {
      return new Row(
          competitor,
          fraction,
          trainingCases,
          dice,
          diceOfSeeds,
          diceOfClasses,
          hd95Mm,
          secondsEach,
          cpuSecondsEach,
          losses,
          List.of(),
          chosenSteps);
    }
  }

  /**
   * A competitor less the first one.
   *
   * @param difference of Dice, paired over cases and seeds
   * @param test Wilcoxon's signed-rank test over cases
   */
  public record Comparison(
      String competitor, String with, double fraction, Interval difference, PairedTest test) {}

  /**
   * Held-back cases that lie, by their place in the task's list, where a part of the archive lies.
   *
   * @param part from 1
   * @param cases how many
   * @param dice mean over classes, cases and seeds
   */
  public record PartScore(String competitor, int part, int cases, double dice) {}

  /**
   * What a way of learning part by part did to the Dice on one part's held-back cases.
   *
   * @param way {@code replay}, {@code restart} or {@code newest}
   * @param gain what learning the part added to the Dice before it; NaN of the first part, which
   *     nothing came before
   * @param forgotten what the Dice has lost from then to the end; below 0 when it rose
   */
  public record PartChange(String way, int part, double gain, double forgotten) {}

  /** Gain and forgetting of each way and part; empty when the archive doesn't arrive in parts. */
  public List<PartChange> partChanges() {
    int last = parts.stream().mapToInt(PartScore::part).max().orElse(0);
    List<PartChange> changes = new ArrayList<>();
    for (String way : ContinualCompetitors.WAYS) {
      for (int part = 1; part <= last; part++) {
        double learnt = diceOf(way, part, part);
        changes.add(
            new PartChange(
                way,
                part,
                part == 1 ? Double.NaN : learnt - diceOf(way, part - 1, part),
                learnt - diceOf(way, last, part)));
      }
    }
    return changes;
  }

  /** Dice on a part's cases when so many parts had arrived. */
  private double diceOf(String way, int arrived, int part) {
    String name = ContinualCompetitors.name(way, arrived);
    return parts.stream()
        .filter(score -> score.competitor().equals(name) && score.part() == part)
        .mapToDouble(PartScore::dice)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Reports a study. */
  public static StudyReport of(
      String title, StudyPlan plan, StudyOutcome outcome, String command, double seconds) {
    List<Row> rows = new ArrayList<>();
    List<Comparison> comparisons = new ArrayList<>();
    String first = plan.competitors().get(0).name();
    for (double fraction : plan.fractions()) {
      for (Competitor competitor : plan.competitors()) {
        List<ArmResult> arms = arms(outcome, competitor.name(), fraction);
        rows.add(row(competitor.name(), fraction, arms));
        if (!competitor.name().equals(first)) {
          double[][] own = dice(arms);
          double[][] other = dice(arms(outcome, first, fraction));
          comparisons.add(
              new Comparison(
                  competitor.name(),
                  first,
                  fraction,
                  Bootstrap.USUAL.difference(own, other),
                  PairedTest.of(own, other)));
        }
      }
    }
    return new StudyReport(
        plan.kind(),
        title,
        command,
        softwareVersion(),
        thisMachine(),
        outcome.task(),
        outcome.taskDigest(),
        outcome.labelNames(),
        plan.fold(),
        outcome.heldBackCases(),
        outcome.pretrainingImages(),
        outcome.heldBackCopies(),
        plan.seeds(),
        plan.pretrainSteps(),
        plan.fineTuneSteps(),
        seconds,
        outcome.arms().stream().mapToDouble(arm -> arm.result().outcome().seconds()).sum()
            + outcome.pretrained().stream().mapToDouble(each -> each.result().seconds()).sum(),
        plan.profile(),
        plan.competitors(),
        outcome.pretrained().stream()
            .map(each -> new Began(each.competitor(), each.result()))
            .toList(),
        rows,
        comparisons,
        parts(plan, outcome));
  }

  private static List<PartScore> parts(StudyPlan plan, StudyOutcome outcome) {
    List<PartScore> scores = new ArrayList<>();
    for (Competitor competitor : plan.competitors()) {
      int parts = competitor.archive().of();
      for (int part = 1; parts > 1 && part <= parts; part++) {
        int wanted = part;
        double[] dice =
            outcome.arms().stream()
                .filter(arm -> arm.competitor().equals(competitor.name()))
                .flatMap(arm -> arm.result().outcome().cases().stream())
                .filter(one -> Archive.partOf(place(one), outcome.cases(), parts) == wanted)
                .mapToDouble(one -> one.dice().orElse(Double.NaN))
                .filter(Double::isFinite)
                .toArray();
        scores.add(
            new PartScore(
                competitor.name(),
                part,
                dice.length / plan.seeds().size() / plan.fractions().size(),
                Arrays.stream(dice).average().orElse(Double.NaN)));
      }
    }
    return scores;
  }

  /** A case's place in the task's list, from its reference such as {@code training[17]}. */
  private static int place(CaseReport report) {
    return Integer.parseInt(report.reference().replaceAll("\\D", ""));
  }

  private static List<ArmResult> arms(StudyOutcome outcome, String competitor, double fraction) {
    return outcome.arms().stream()
        .filter(arm -> arm.competitor().equals(competitor) && arm.fraction() == fraction)
        .toList();
  }

  private static Row row(String competitor, double fraction, List<ArmResult> arms) {
    List<OutcomeReport> outcomes = arms.stream().map(arm -> arm.result().outcome()).toList();
    int classes = outcomes.get(0).classes().size();
    List<Double> ofClasses = new ArrayList<>();
    for (int index = 0; index < classes; index++) {
      int own = index;
      ofClasses.add(
          outcomes.stream()
              .mapToDouble(outcome -> outcome.classes().get(own).dice().orElse(Double.NaN))
              .average()
              .orElse(Double.NaN));
    }
    return new Row(
        competitor,
        fraction,
        arms.get(0).result().trainingCases(),
        Bootstrap.USUAL.mean(dice(arms)),
        outcomes.stream().map(outcome -> outcome.dice().orElse(Double.NaN)).toList(),
        ofClasses,
        outcomes.stream()
            .mapToDouble(outcome -> outcome.hd95Mm().orElse(Double.NaN))
            .average()
            .orElse(Double.NaN),
        outcomes.stream().mapToDouble(OutcomeReport::seconds).average().orElse(Double.NaN),
        outcomes.stream().mapToDouble(OutcomeReport::cpuSeconds).average().orElse(Double.NaN),
        outcomes.get(0).losses(),
        arms.get(0).result().overlays(),
        outcomes.stream()
            .flatMap(outcome -> outcome.earlyStop().stream())
            .map(EarlyStopReport::chosenStep)
            .toList());
  }

  /** (seed, case), each the mean over the classes that the case holds. */
  private static double[][] dice(List<ArmResult> arms) {
    return arms.stream()
        .map(
            arm ->
                arm.result().outcome().cases().stream()
                    .mapToDouble((CaseReport one) -> one.dice().orElse(Double.NaN))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static String softwareVersion() {
    return Optional.ofNullable(StudyReport.class.getPackage().getImplementationVersion())
        .orElse("0.1.0-SNAPSHOT");
  }

  private static String thisMachine() {
    return Runtime.getRuntime().availableProcessors()
        + " processors, "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ", Java "
        + System.getProperty("java.version");
  }

  /** The report without parts of patients' scans. */
  public StudyReport withoutOverlays() {
    return new StudyReport(
        kind,
        title,
        command,
        version,
        machine,
        task,
        taskDigest,
        labelNames,
        fold,
        heldBackCases,
        pretrainingImages,
        heldBackCopies,
        seeds,
        pretrainSteps,
        fineTuneSteps,
        secondsOfThisCall,
        secondsOfAllRuns,
        profile,
        competitors,
        pretrainings,
        rows.stream().map(Row::withoutOverlays).toList(),
        comparisons,
        parts);
  }

  /** The rows as a table for a terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%-24s %7s %6s %7s  %-17s %9s %9s",
        "competitor",
        "labels",
        "cases",
        "Dice",
        "95 % interval",
        "HD95 mm",
        "s each");
    for (Row row : rows) {
      line(
          text,
          "%-24s %5.0f %% %6d %7.4f  %.4f to %.4f  %9.2f %9.1f",
          row.competitor,
          100 * row.fraction,
          row.trainingCases,
          row.dice.mean(),
          row.dice.low(),
          row.dice.high(),
          row.hd95Mm,
          row.secondsEach);
    }
    for (Began began : pretrainings) {
      line(
          text,
          "pre-training of %s: %d steps in %.1f s, %.1f CPU s",
          began.competitor,
          began.result.steps(),
          began.result.seconds(),
          began.result.cpuSeconds());
    }
    for (PartScore score : parts) {
      line(
          text,
          "%s on the %d held-back cases of part %d: %.4f",
          score.competitor,
          score.cases,
          score.part,
          score.dice);
    }
    for (PartChange change : partChanges()) {
      line(
          text,
          "%s, part %d: gained %+.4f when it was learnt, forgot %+.4f since",
          change.way,
          change.part,
          change.gain,
          change.forgotten);
    }
    for (Comparison comparison : comparisons) {
      line(
          text,
          "%s less %s at %.0f %%: %+.4f (%+.4f to %+.4f), p = %.2g",
          comparison.competitor,
          comparison.with,
          100 * comparison.fraction,
          comparison.difference.mean(),
          comparison.difference.low(),
          comparison.difference.high(),
          comparison.test.pValue());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
