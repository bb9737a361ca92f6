package dev.hybridmim.local.view;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a person reads when a run has ended. */
public final class FinalReport {
  private static final int LISTED = 30;
  private static final String END = System.lineSeparator();

  private FinalReport() {}

  /** The tables of snapshots and rejects, the counts, and where everything lies. */
  public static String of(Summary summary) {
    StringBuilder text = new StringBuilder();
    text.append(counts(summary));
    text.append(END).append(snapshots(summary));
    summary.champions().forEach(champion -> text.append(champion(champion)));
    if (!summary.rejects().isEmpty()) {
      text.append(END).append(rejects(summary.rejects()));
    }
    text.append(END).append(where(summary.where()));
    return text.toString();
  }

  private static String counts(Summary summary) {
    Summary.Scans scans = summary.scans();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Scans: %d arrived, %d prepared, %d rejected",
            scans.arrived(),
            scans.prepared(),
            scans.rejected()));
    if (scans.pending() > 0) {
      text.append(", ").append(scans.pending()).append(" not decided yet");
    }
    if (scans.duplicates() > 0) {
      text.append(", ").append(scans.duplicates()).append(" duplicates");
    }
    text.append('.').append(END);
    summary
        .task()
        .ifPresent(
            task ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "Held back: %d of the prepared images are scored by task %s and were kept out of"
                            + " pre-training.%n",
                        scans.heldBack(),
                        task)));
    Summary.Training training = summary.training();
    text.append(
        String.format(
            Locale.ROOT,
            "Training: %d steps on %d samples%s.%n",
            training.step(),
            summary.samples().trained(),
            training
                .lossFirst()
                .map(
                    first ->
                        String.format(
                            Locale.ROOT,
                            ", loss %.4f at first, %.4f at last",
                            first,
                            training.lossLast().orElse(first)))
                .orElse("")));
    return text.toString();
  }

  private static String snapshots(Summary summary) {
    if (summary.snapshots().isEmpty()) {
      return "No snapshot was written." + END;
    }
    Map<String, Summary.Score> scores =
        summary.scores().stream()
            .collect(
                Collectors.toMap(
                    Summary.Score::snapshot, Function.identity(), (one, other) -> other));
    TextTable table =
        new TextTable("snapshot", "step", "Dice pre-trained", "Dice from scratch", "HD95");
    for (Summary.Snapshot snapshot : summary.snapshots()) {
      Summary.Score score = scores.get(snapshot.id());
      table.add(
          snapshot.id(),
          Long.toString(snapshot.step()),
          score == null ? "-" : fraction(score.dicePretrained()),
          score == null ? "-" : fraction(score.diceScratch()),
          score == null ? "-" : distance(score.hd95()));
    }
    return table.toString();
  }

  private static String champion(Summary.Champion champion) {
    return String.format(
        Locale.ROOT,
        "Champion of %s: %s, Dice %.4f (95 %% interval %.4f to %.4f) over %d cases.%n",
        champion.task(),
        champion.snapshot(),
        champion.dice(),
        champion.diceLow(),
        champion.diceHigh(),
        champion.cases());
  }

  private static String rejects(List<Summary.RejectRow> rejects) {
    TextTable table = new TextTable("rejected", "stage", "reason");
    rejects.stream()
        .limit(LISTED)
        .forEach(
            reject ->
                table.add(
                    reject.file().orElse(reject.reference()), reject.stage(), reject.reason()));
    int more = rejects.size() - LISTED;
    return table + (more > 0 ? "  and " + more + " more, see summary.json" + END : "");
  }

  private static String where(Map<String, String> where) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(where)
        .forEach(
            (what, place) ->
                text.append(String.format(Locale.ROOT, "%-11s %s%n", what + ":", place)));
    return text.toString();
  }

  private static String fraction(double dice) {
    return Double.isFinite(dice) ? String.format(Locale.ROOT, "%.4f", dice) : "-";
  }

  private static String distance(Optional<Double> millimetres) {
    return millimetres.map(mm -> String.format(Locale.ROOT, "%.2f mm", mm)).orElse("-");
  }
}
