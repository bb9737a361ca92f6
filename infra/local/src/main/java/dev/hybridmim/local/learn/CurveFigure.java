package dev.hybridmim.local.learn;

import dev.hybridmim.trainer.learning.StepReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Draws every term's curves as SVG, one small panel a term. */
final class CurveFigure {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 190;
  private static final int LEFT = 46;
  private static final int TOP = 30;
  private static final int BOTTOM = 26;
  private static final int RIGHT = 12;
  private static final int COLUMNS = 3;
  private static final int SMOOTHED = 10;
  private static final String[] COLOURS = {"#0b62a4", "#c4501b", "#3a8a3a"};

  private final List<LearningCurve> curves;
  private final Map<String, Double> marks = new TreeMap<>();
  private final StringBuilder svg = new StringBuilder();

  CurveFigure(List<LearningCurve> curves) {
    this.curves = List.copyOf(curves);
  }

  /** A horizontal line in a panel, such as the value that says that nothing is learnt. */
  CurveFigure mark(String panel, double value) {
    marks.put(panel, value);
    return this;
  }

  /** The document. */
  String draw() {
    Map<String, ToDoubleFunction<StepReport>> panels =
        Map.of(
            "1 reconstruction", StepReport::reconstruction,
            "2 number", StepReport::number,
            "3 position", StepReport::position,
            "4 consistency", StepReport::consistency,
            "5 contrast", StepReport::contrast,
            "6 total", StepReport::total);
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"11\">",
        COLUMNS * WIDTH, rows * HEIGHT + 24);
    line("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    int number = 0;
    for (Map.Entry<String, ToDoubleFunction<StepReport>> panel : new TreeMap<>(panels).entrySet()) {
      line(
          "<g transform=\"translate(%d %d)\">",
          number % COLUMNS * WIDTH, number / COLUMNS * HEIGHT);
      panel(panel.getKey().substring(2), panel.getValue());
      line("</g>");
      number++;
    }
    legend(rows * HEIGHT + 12);
    line("</svg>");
    return svg.toString();
  }

  private void panel(String title, ToDoubleFunction<StepReport> term) {
    double[][] values =
        curves.stream().map(curve -> smoothed(curve, term)).toArray(double[][]::new);
    Double mark = marks.get(title);
    double low = mark == null ? Double.MAX_VALUE : mark;
    double high = mark == null ? -Double.MAX_VALUE : mark;
    int longest = 2;
    for (double[] curve : values) {
      longest = Math.max(longest, curve.length);
      for (double value : curve) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    double margin = Math.max(1e-6, 0.05 * (high - low));
    Scale scale = new Scale(low - margin, high + margin, longest);
    text(LEFT, TOP - 10, "start", title);
    text(LEFT - 4, TOP + 4, "end", format(high));
    text(LEFT - 4, HEIGHT - BOTTOM, "end", format(low));
    text(WIDTH - RIGHT, HEIGHT - BOTTOM + 14, "end", "step " + longest);
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>",
        LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    if (mark != null) {
      line(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#999\" stroke-dasharray=\"4"
              + " 3\"/>",
          LEFT, WIDTH - RIGHT, scale.y(mark), scale.y(mark));
    }
    for (int curve = 0; curve < values.length; curve++) {
      StringBuilder points = new StringBuilder();
      for (int step = 0; step < values[curve].length; step++) {
        points.append(
            String.format(Locale.ROOT, "%.1f,%.1f ", scale.x(step), scale.y(values[curve][step])));
      }
      line(
          "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" points=\"%s\"/>",
          COLOURS[curve % COLOURS.length], points.toString().strip());
    }
  }

  private void legend(int y) {
    for (int curve = 0; curve < curves.size(); curve++) {
      int x = LEFT + curve * 200;
      line(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>",
          x, x + 20, y - 4, y - 4, COLOURS[curve % COLOURS.length]);
      text(x + 26, y, "start", "contrast summary: " + curves.get(curve).name());
    }
  }

  /** Means over the last ten steps. */
  private static double[] smoothed(LearningCurve curve, ToDoubleFunction<StepReport> term) {
    double[] raw = curve.steps().stream().mapToDouble(term).toArray();
    double[] smooth = new double[raw.length];
    for (int step = 0; step < raw.length; step++) {
      int first = Math.max(0, step - SMOOTHED + 1);
      double sum = 0;
      for (int other = first; other <= step; other++) {
        sum += raw[other];
      }
      smooth[step] = sum / (step - first + 1);
    }
    return smooth;
  }

  private void text(int x, int y, String anchor, String words) {
    line("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
  }

  private void line(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private record Scale(double low, double high, int steps) {
    double x(int step) {
      return LEFT + (double) step / (steps - 1) * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
      return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }
  }
}
