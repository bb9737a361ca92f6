package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.report.Overlay;
import dev.hybridmim.evaluator.study.StudyReport.Comparison;
import dev.hybridmim.evaluator.study.StudyReport.Row;
import dev.hybridmim.platform.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A study's report as one HTML file that needs nothing else. */
final class StudyPage {
  private static final String STYLE =
      "body{font:15px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
          + "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;text-align:right;"
          + "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}"
          + "pre{background:#f4f4f4;padding:.7rem;overflow:auto}figure{display:inline-block;"
          + "margin:.4rem}figcaption{font-size:.8rem}svg{max-width:100%}.key span{margin-right:1.2rem}";

  private final StudyReport report;
  private final StringBuilder html = new StringBuilder();

  StudyPage(StudyReport report) {
    this.report = report;
  }

  String write() {
    line("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    line("<title>%s</title><style>%s</style></head><body>", escaped(report.title()), STYLE);
    line("<h1>%s</h1>", escaped(report.title()));
    introduction();
    line(
        "<p class=\"key\">%s</p>",
        java.util.stream.IntStream.range(0, report.competitors().size())
            .mapToObj(
                number ->
                    "<span style=\"color:"
                        + DiceFigure.COLOURS.get(number % DiceFigure.COLOURS.size())
                        + "\">&#9679; "
                        + escaped(report.competitors().get(number).name())
                        + "</span>")
            .collect(Collectors.joining()));
    line("%s", new DiceFigure(report).draw());
    rows();
    comparisons();
    parts();
    pretrainings();
    overlays();
    how();
    line("</body></html>");
    return html.toString();
  }

  private void introduction() {
    line(
        "<p>Task %s, fold %d: %d held-back cases are scored, and every competitor has the same"
            + " seeds (%s), the same cases and the same budget of %d steps of fine-tuning. Dice is"
            + " the mean over foreground classes, cases and seeds; intervals are 95&#8239;%%"
            + " percentile bootstraps over cases and seeds.</p>",
        escaped(report.task()),
        report.fold(),
        report.heldBackCases(),
        report.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
        report.fineTuneSteps());
    if (!report.pretrainings().isEmpty()) {
      line(
          "<p>Pre-training saw the %d images that are not held back, without labels; %d more were"
              + " left out because a held-back case has the same image.</p>",
          report.pretrainingImages(), report.heldBackCopies());
    }
  }

  private void rows() {
    line("<h2>Dice</h2><table><tr><th>competitor</th><th>labels</th><th>cases</th><th>Dice</th>");
    line("<th>95&#8239;%% interval</th>");
    for (String name : report.labelNames().subList(1, report.labelNames().size())) {
      line("<th>%s</th>", escaped(name));
    }
    boolean early = report.rows().stream().anyMatch(row -> !row.chosenSteps().isEmpty());
    line("<th>of seeds</th><th>HD95 mm</th>%s", early ? "<th>steps chosen</th>" : "");
    line("<th>s each</th><th>CPU s each</th></tr>");
    for (Row row : report.rows()) {
      line(
          "<tr><td>%s</td><td>%.0f&#8239;%%</td><td>%d</td><td><b>%.4f</b></td><td>%.4f to"
              + " %.4f</td>%s<td>%s</td><td>%.2f</td>%s<td>%.1f</td><td>%.1f</td></tr>",
          escaped(row.competitor()),
          100 * row.fraction(),
          row.trainingCases(),
          row.dice().mean(),
          row.dice().low(),
          row.dice().high(),
          row.diceOfClasses().stream()
              .map(dice -> String.format(Locale.ROOT, "<td>%.4f</td>", dice))
              .collect(Collectors.joining()),
          row.diceOfSeeds().stream()
              .map(dice -> String.format(Locale.ROOT, "%.3f", dice))
              .collect(Collectors.joining(" ")),
          row.hd95Mm(),
          early
              ? "<td>"
                  + row.chosenSteps().stream().map(String::valueOf).collect(Collectors.joining(" "))
                  + "</td>"
              : "",
          row.secondsEach(),
          row.cpuSecondsEach());
    }
    line("</table>");
  }

  private void comparisons() {
    if (report.comparisons().isEmpty()) {
      return;
    }
    line("<h2>Paired with %s</h2>", escaped(report.competitors().get(0).name()));
    line(
        "<p>Difference of Dice, case by case and seed by seed, and Wilcoxon's signed-rank test"
            + " (two-sided, over cases, each averaged over its seeds). The values of p are not"
            + " corrected for their number.</p>");
    line("<table><tr><th>competitor</th><th>labels</th><th>difference</th>");
    line("<th>95&#8239;%% interval</th><th>p</th></tr>");
    for (Comparison each : report.comparisons()) {
      line(
          "<tr><td>%s</td><td>%.0f&#8239;%%</td><td><b>%+.4f</b></td><td>%+.4f to %+.4f</td>"
              + "<td>%.2g</td></tr>",
          escaped(each.competitor()),
          100 * each.fraction(),
          each.difference().mean(),
          each.difference().low(),
          each.difference().high(),
          each.test().pValue());
    }
    line("</table>");
  }

  /** Gain of a part: what its own learning brought. Forgetting: what later learning took away. */
  private void parts() {
    if (report.parts().isEmpty()) {
      return;
    }
    int parts = report.parts().stream().mapToInt(StudyReport.PartScore::part).max().orElseThrow();
    line("<h2>Parts of the archive</h2>");
    line(
        "<p>Dice on the held-back cases of each part, by their place in the task's list. The number"
            + " behind a name says how many parts had arrived.</p>");
    line("<table><tr><th>competitor</th>");
    for (int part = 1; part <= parts; part++) {
      line("<th>part %d</th>", part);
    }
    line("</tr>");
    for (Competitor competitor : report.competitors()) {
      line("<tr><td>%s</td>", escaped(competitor.name()));
      for (StudyReport.PartScore score : report.parts()) {
        if (score.competitor().equals(competitor.name())) {
          line("<td>%.4f (%d)</td>", score.dice(), score.cases());
        }
      }
      line("</tr>");
    }
    line("</table>");
    line(
        "<p>A way gains by a part what its Dice there rises when the part is learnt, and has"
            + " forgotten what it falls from then to the end.</p>");
    line("<table><tr><th>way</th><th>part</th><th>gain</th><th>forgotten</th></tr>");
    for (StudyReport.PartChange change : report.partChanges()) {
      line(
          "<tr><td>%s</td><td>%d</td><td>%s</td><td>%+.4f</td></tr>",
          change.way(),
          change.part(),
          change.part() == 1 ? "" : String.format(Locale.ROOT, "%+.4f", change.gain()),
          change.forgotten());
    }
    line("</table>");
  }

  private void pretrainings() {
    if (report.pretrainings().isEmpty()) {
      return;
    }
    line("<h2>Pre-training</h2><table><tr><th>competitor</th><th>steps</th><th>images</th>");
    line("<th>seconds</th><th>CPU s</th><th>first loss</th><th>last loss</th></tr>");
    for (StudyReport.Began each : report.pretrainings()) {
      List<Double> losses = each.result().losses();
      line(
          "<tr><td>%s</td><td>%d</td><td>%d</td><td>%.0f</td><td>%.0f</td><td>%.4f</td>"
              + "<td>%.4f</td></tr>",
          escaped(each.competitor()),
          each.result().steps(),
          each.result().images(),
          each.result().seconds(),
          each.result().cpuSeconds(),
          losses.get(0),
          losses.get(losses.size() - 1));
    }
    line("</table>");
  }

  private void overlays() {
    line("<h2>Held-back cases</h2>");
    if (report.rows().stream().allMatch(row -> row.overlays().isEmpty())) {
      line("<p>Planes of the scans were left out of this page.</p>");
      return;
    }
    double smallest = report.rows().stream().mapToDouble(Row::fraction).min().orElseThrow();
    line(
        "<p>After fine-tuning with %.0f&#8239;%% of the labels, first seed. <span"
            + " style=\"color:%s\">&#9632; truth</span> <span style=\"color:%s\">&#9632;"
            + " prediction</span></p>",
        100 * smallest, OverlayFigure.TRUTH, OverlayFigure.PREDICTION);
    for (Row row : report.rows()) {
      if (row.fraction() == smallest) {
        line("<h3>%s</h3>", escaped(row.competitor()));
        for (Overlay overlay : row.overlays()) {
          line(
              "<figure>%s<figcaption>%s, plane %d</figcaption></figure>",
              OverlayFigure.svg(overlay), escaped(overlay.reference()), overlay.plane());
        }
      }
    }
  }

  private void how() {
    line("<h2>How it was made</h2><pre>%s</pre>", escaped(report.command()));
    line(
        "<p>HybridMIM Stream %s; %s. All pre-trainings and fine-tunings together took %.0f s one"
            + " after the other; the last call of the command took %.0f s, several at once and"
            + " without what it found done. Task digest %s.</p>",
        escaped(report.version()),
        escaped(report.machine()),
        report.secondsOfAllRuns(),
        report.secondsOfThisCall(),
        escaped(report.taskDigest()));
    line("<table><tr><th>competitor</th><th>begins with</th><th>settings that differ</th></tr>");
    for (Competitor competitor : report.competitors()) {
      line(
          "<tr><td>%s</td><td>%s</td><td>%s</td></tr>",
          escaped(competitor.name()),
          competitor.pretraining() == Competitor.Pretraining.NONE
              ? "fresh values"
              : "pre-trained values",
          escaped(competitor.changes().isEmpty() ? "none" : competitor.changes().toString()));
    }
    line("</table><h3>Profile</h3>");
    line("<pre>%s</pre>", escaped(Json.mapper().valueToTree(report.profile()).toPrettyString()));
  }

  private void line(String format, Object... values) {
    html.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
