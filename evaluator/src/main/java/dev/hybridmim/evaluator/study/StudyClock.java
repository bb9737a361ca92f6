package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.worker.WorkProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what is done, and says so with the time that is left. */
final class StudyClock {
  private final int arms;
  private final StudyProgress progress;
  private final long started = System.nanoTime();
  private final Map<String, Path> running = new LinkedHashMap<>();
  private int finished;
  private int found;

  StudyClock(int arms, StudyProgress progress) {
    this.arms = arms;
    this.progress = progress;
  }

  synchronized void begin(String what, Path directory) {
    running.put(what, directory);
    progress.say("Begins: " + what + ".");
  }

  synchronized void end(String what) {
    running.remove(what);
    progress.say("Done: " + what + ".");
  }

  /** An arm's result lay there already. */
  synchronized void found() {
    found++;
  }

  synchronized void done(String what, OutcomeReport outcome) {
    running.remove(what);
    finished++;
    double seconds = (System.nanoTime() - started) / 1e9;
    long left = Math.round(seconds / finished * (arms - finished - found));
    progress.say(
        String.format(
            Locale.ROOT,
            "%d of %d: %s: Dice %.3f in %.0f s; %s; about %s left.",
            finished + found,
            arms,
            what,
            outcome.dice().orElse(Double.NaN),
            outcome.seconds(),
            others(),
            time(left)));
  }

  private String others() {
    List<String> words = new ArrayList<>();
    running.forEach(
        (what, directory) ->
            words.add(
                what
                    + WorkProgress.of(directory)
                        .map(at -> " (" + at.phase() + " " + at.done() + " of " + at.of() + ")")
                        .orElse("")));
    return words.isEmpty() ? "nothing else runs" : "running: " + String.join(", ", words);
  }

  private static String time(long seconds) {
    Duration left = Duration.ofSeconds(seconds);
    return left.toHours() > 0
        ? left.toHours() + " h " + left.toMinutesPart() + " min"
        : left.toMinutes() + " min " + left.toSecondsPart() + " s";
  }
}
