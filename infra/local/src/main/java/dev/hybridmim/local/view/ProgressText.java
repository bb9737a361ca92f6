package dev.hybridmim.local.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run's progress in words, without anything that controls a terminal. */
final class ProgressText {
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;

  private ProgressText() {}

  /** Several lines, for a block that is refreshed in place. */
  static List<String> block(Summary summary, Duration elapsed) {
    List<String> lines = new ArrayList<>();
    lines.add(heading(summary) + "  " + clock(elapsed));
    lines.add("  scans      " + scans(summary.scans()));
    lines.add("  samples    " + samples(summary.samples()));
    lines.add("  training   " + training(summary.training()));
    lines.add("  snapshots  " + snapshots(summary));
    if (summary.task().isPresent()) {
      lines.add("  scores     " + scores(summary));
    }
    return lines;
  }

  /** One line, for a log. */
  static String line(Summary summary, Duration elapsed) {
    return clock(elapsed)
        + " "
        + heading(summary)
        + " | scans "
        + scans(summary.scans())
        + " | samples "
        + samples(summary.samples())
        + " | "
        + training(summary.training())
        + " | snapshots "
        + summary.snapshots().size()
        + (summary.task().isPresent() ? " | scores " + summary.scores().size() : "");
  }

  /** {@code 1:02:03} or {@code 2:03}. */
  static String clock(Duration elapsed) {
    long seconds = elapsed.toSeconds();
    long minutes = seconds / MINUTE % MINUTE;
    return seconds < HOUR
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % MINUTE)
        : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / HOUR, minutes, seconds % MINUTE);
  }

  private static String heading(Summary summary) {
    return switch (summary.state()) {
      case NONE -> "nothing ran here";
      case STARTING -> "starting";
      case RUNNING -> summary.training().step() == 0 ? "waiting for the first step" : "training";
      case FINISHING -> "finishing";
      case FINISHED -> "finished";
      case FAILED -> "failed";
      case INTERRUPTED -> "interrupted";
    };
  }

  private static String scans(Summary.Scans scans) {
    StringBuilder text =
        new StringBuilder()
            .append(scans.arrived())
            .append(" arrived, ")
            .append(scans.prepared())
            .append(" prepared, ")
            .append(scans.rejected())
            .append(" rejected");
    append(text, scans.duplicates(), "duplicates");
    append(text, scans.heldBack(), "held back");
    append(text, scans.ignored(), "other files ignored");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }

  private static String samples(Summary.Samples samples) {
    return String.format(
        Locale.ROOT,
        "%d produced, %d trained, %.1f a second",
        samples.produced(),
        samples.trained(),
        samples.perSecond());
  }

  private static String training(Summary.Training training) {
    StringBuilder text = new StringBuilder("step ").append(training.step());
    training
        .lossLast()
        .ifPresent(loss -> text.append(String.format(Locale.ROOT, ", loss %.4f", loss)));
    if (!training.losses().isEmpty()) {
      List<String> parts = new ArrayList<>();
      training
          .losses()
          .forEach((name, loss) -> parts.add(String.format(Locale.ROOT, "%s %.4f", name, loss)));
      text.append(" (").append(String.join(", ", parts)).append(')');
    }
    return text.toString();
  }

  private static String snapshots(Summary summary) {
    int count = summary.snapshots().size();
    return count == 0
        ? "none yet"
        : count + ", newest at step " + summary.snapshots().get(count - 1).step();
  }

  private static String scores(Summary summary) {
    int count = summary.scores().size();
    if (count == 0) {
      return "none yet";
    }
    Summary.Score newest = summary.scores().get(count - 1);
    return String.format(
        Locale.ROOT,
        "%d, at step %d Dice %.4f pre-trained, %.4f from scratch%s",
        count,
        newest.step(),
        newest.dicePretrained(),
        newest.diceScratch(),
        millimetres(newest.hd95()));
  }

  private static String millimetres(Optional<Double> distance) {
    return distance.map(mm -> String.format(Locale.ROOT, ", HD95 %.1f mm", mm)).orElse("");
  }
}
