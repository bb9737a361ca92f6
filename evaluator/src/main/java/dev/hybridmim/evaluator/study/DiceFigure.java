package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.study.StudyReport.Row;
import java.util.List;
import java.util.Locale;

/** Dice with its intervals as SVG: over the label fractions, or a line for each competitor. */
final class DiceFigure {
  static final List<String> COLOURS =
      List.of("#555555", "#0b62a4", "#c4501b", "#3a8a3a", "#7b4aa8", "#b8860b", "#008b8b");
  private static final int WIDTH = 760;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int TOP = 16;
  private static final int BOTTOM = 46;
  private static final int RIGHT = 20;
  private static final int NAMES = 210;
  private static final int LINE = 24;

  private final StudyReport report;
  private final double low;
  private final double high;
  private final StringBuilder svg = new StringBuilder();

  DiceFigure(StudyReport report) {
    this.report = report;
    double least = report.rows().stream().mapToDouble(row -> row.dice().low()).min().orElse(0);
    double most = report.rows().stream().mapToDouble(row -> row.dice().high()).max().orElse(1);
    double margin = Math.max(0.005, 0.05 * (most - least));
    this.low = Math.max(0, least - margin);
    this.high = Math.min(1, most + margin);
  }

  String draw() {
    boolean curves = report.rows().stream().mapToDouble(Row::fraction).distinct().count() > 1;
    return curves ? overFractions() : lines();
  }

  private String overFractions() {
    open(HEIGHT);
    for (int tick = 0; tick <= 4; tick++) {
      double dice = low + (high - low) * tick / 4;
      rule(LEFT, y(dice), WIDTH - RIGHT, y(dice), "#dddddd");
      text(LEFT - 8, y(dice) + 4, "end", format(dice));
    }
    report.rows().stream()
        .mapToDouble(Row::fraction)
        .distinct()
        .forEach(
            fraction ->
                text(x(fraction), HEIGHT - BOTTOM + 18, "middle", Math.round(100 * fraction) + ""));
    text((WIDTH + LEFT) / 2.0, HEIGHT - 8, "middle", "labelled training cases used, %");
    for (int number = 0; number < report.competitors().size(); number++) {
      curve(number);
    }
    return close();
  }

  private void curve(int number) {
    String name = report.competitors().get(number).name();
    String colour = COLOURS.get(number % COLOURS.size());
    double shift = 4 * (number - (report.competitors().size() - 1) / 2.0);
    StringBuilder points = new StringBuilder();
    for (Row row : report.rows()) {
      if (row.competitor().equals(name)) {
        double x = x(row.fraction()) + shift;
        rule(x, y(row.dice().low()), x, y(row.dice().high()), colour);
        dot(x, y(row.dice().mean()), colour);
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(row.dice().mean())));
      }
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" points=\"%s\"/>",
            colour,
            points.toString().strip()));
  }

  private String lines() {
    open(TOP + BOTTOM + LINE * report.rows().size());
    int height = TOP + LINE * report.rows().size();
    for (int tick = 0; tick <= 4; tick++) {
      double dice = low + (high - low) * tick / 4;
      rule(along(dice), TOP, along(dice), height, "#dddddd");
      text(along(dice), height + 16, "middle", format(dice));
    }
    for (int number = 0; number < report.rows().size(); number++) {
      Row row = report.rows().get(number);
      String colour = COLOURS.get(number % COLOURS.size());
      double y = TOP + LINE * (number + 0.5);
      text(NAMES - 8, y + 4, "end", row.competitor());
      rule(along(row.dice().low()), y, along(row.dice().high()), y, colour);
      dot(along(row.dice().mean()), y, colour);
    }
    return close();
  }

  private void open(int height) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\" role=\"img\""
                + " aria-label=\"Dice with 95 %% intervals\">",
            WIDTH,
            height,
            WIDTH));
  }

  private String close() {
    return svg.append("</svg>").toString();
  }

  private double x(double fraction) {
    return LEFT + 16 + fraction * (WIDTH - LEFT - RIGHT - 32);
  }

  private double y(double dice) {
    return HEIGHT - BOTTOM - (dice - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private double along(double dice) {
    return NAMES + (dice - low) / (high - low) * (WIDTH - NAMES - RIGHT);
  }

  private void rule(double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private void dot(double x, double y, String colour) {
    svg.append(
        String.format(
            Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x, y, colour));
  }

  private void text(double x, double y, String anchor, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            StudyPage.escaped(words)));
  }

  private static String format(double dice) {
    return String.format(Locale.ROOT, "%.3f", dice);
  }
}
