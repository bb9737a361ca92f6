package dev.hybridmim.evaluator.champion;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.evaluator.report.ScoreReport;
import dev.hybridmim.evaluator.statistics.Bootstrap;
import dev.hybridmim.evaluator.statistics.Interval;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The alias {@code champion} of every task; see this package's documentation for rule and format.
 *
 * <p>Guarantees: of several that decide at once on the same state exactly one wins and the others
 * decide again on what it left. Every champion there ever was is in the history.
 */
public final class Champions {
  private static final String ROOT = "reports/champions/";
  private static final String JSON = "application/json";
  private static final String SUFFIX = ".json";
  private static final long MOST_BYTES = 64 << 20;
  private static final int TRIES = 20;

  private final ObjectStore store;

  public Champions(ObjectStore store) {
    this.store = store;
  }

  /**
   * A piece of work that counts as evidence.
   *
   * @param item its name in the report's key; empty for the plain one
   * @param settingsDigest that a report must have to count
   */
  public record Work(String item, String settingsDigest) {}

  private record Seen(Champion champion, String eTag) {}

  /** The champion of a task, if it has one. */
  public Optional<Champion> current(String task) {
    return seen(task).map(Seen::champion);
  }

  /** Every promotion and rollback of a task, oldest first. */
  public List<Champion> history(String task) {
    return store.list(ROOT + task + "/").stream()
        .map(object -> parse(store.get(object.key(), MOST_BYTES), object.key()))
        .toList();
  }

  /** The tasks that have a champion. */
  public List<String> tasks() {
    return store.list(ROOT).stream()
        .map(object -> object.key().substring(ROOT.length()))
        .filter(name -> name.endsWith(SUFFIX) && name.indexOf('/') < 0)
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  /** Snapshots that a task's champion or a rollback of it needs, {@code run/step}. */
  public Set<String> needed(String task) {
    Set<String> needed = new LinkedHashSet<>();
    Optional<Champion> champion = current(task);
    champion.ifPresent(one -> needed.add(one.evidence().snapshot()));
    champion.flatMap(this::target).ifPresent(before -> needed.add(before.evidence().snapshot()));
    return needed;
  }

  /**
   * Makes a snapshot the champion if the rule says so.
   *
   * @param work all that it has to be scored on
   * @return the new champion; empty when it stays as it was
   */
  public Optional<Champion> consider(String task, String runId, long step, List<Work> work) {
    List<ScoreReport> reports = reports(runId, step, task, work);
    CaseDice dice = CaseDice.of(reports);
    if (reports.size() < work.size()
        || dice.isEmpty()
        || reports.stream().anyMatch(ScoreReport::transductive)) {
      return Optional.empty();
    }
    Interval mean = interval(dice.values(), step);
    Evidence evidence =
        new Evidence(
            runId, step, mean.mean(), mean.low(), mean.high(), dice.values().length, work.size());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<Seen> seen = seen(task);
      Optional<Champion> current = seen.map(Seen::champion);
      Optional<String> rule = rule(current, evidence, dice, work);
      if (rule.isEmpty()) {
        return Optional.empty();
      }
      Champion next =
          new Champion(
              task,
              current.map(Champion::sequence).orElse(0L) + 1,
              reports.get(0).manifestSha256(),
              evidence,
              current.map(Champion::evidence),
              rule.get(),
              false,
              current.map(Champion::withdrawn).orElse(List.of()),
              now());
      if (replace(seen, next)) {
        return Optional.of(next);
      }
    }
    throw busy(task);
  }

  /** Over cases; the values of pieces of work are averaged before. */
  private static Interval interval(double[] ofCases, long seed) {
    return new Bootstrap(Bootstrap.USUAL.resamples(), seed).mean(new double[][] {ofCases});
  }

  /** Why a snapshot becomes champion; empty when it doesn't. */
  private Optional<String> rule(
      Optional<Champion> current, Evidence evidence, CaseDice dice, List<Work> work) {
    if (current.isEmpty()) {
      return Optional.of("It is the first snapshot that was scored.");
    }
    Champion champion = current.get();
    if (champion.isOf(evidence.runId(), evidence.step())
        || champion.withdrawn().contains(evidence.snapshot())) {
      return Optional.empty();
    }
    List<ScoreReport> reports =
        reports(champion.evidence().runId(), champion.evidence().step(), champion.task(), work);
    double[] gains = dice.gainOver(CaseDice.of(reports));
    if (reports.size() < work.size() || gains.length < 2) {
      return evidence.diceLow() > champion.evidence().dice()
          ? Optional.of(
              format(
                  "The lower end of its interval, %.4f, lies above the champion's mean %.4f, which"
                      + " was measured with other settings.",
                  evidence.diceLow(), champion.evidence().dice()))
          : Optional.empty();
    }
    Interval gain = interval(gains, champion.sequence());
    return gain.low() > 0
        ? Optional.of(
            format(
                "Its mean gain over the champion, paired over %d cases, is %.4f (95 %% interval"
                    + " %.4f to %.4f).",
                gains.length, gain.mean(), gain.low(), gain.high()))
        : Optional.empty();
  }

  /**
   * Goes back to the champion before the present one, which is never promoted again.
   *
   * @return the champion now
   * @throws IllegalStateException with a sentence when there is none to go back to
   */
  public Champion rollback(String task) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<Seen> seen = seen(task);
      if (seen.isEmpty()) {
        throw new IllegalStateException("The task " + task + " has no champion.");
      }
      Champion next = before(seen.get().champion());
      if (replace(seen, next)) {
        return next;
      }
    }
    throw busy(task);
  }

  private Champion before(Champion present) {
    String snapshot = present.evidence().snapshot();
    Champion before =
        target(present)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "There is no champion of "
                            + present.task()
                            + " before "
                            + snapshot
                            + " to go back to."));
    List<String> withdrawn = new ArrayList<>(present.withdrawn());
    withdrawn.add(snapshot);
    return new Champion(
        present.task(),
        present.sequence() + 1,
        before.manifestSha256(),
        before.evidence(),
        Optional.of(present.evidence()),
        "A person went back from " + snapshot + ".",
        true,
        withdrawn,
        now());
  }

  /** The last champion before this one that is neither this one nor withdrawn. */
  private Optional<Champion> target(Champion present) {
    return history(present.task()).stream()
        .filter(one -> one.sequence() < present.sequence())
        .filter(one -> !one.evidence().snapshot().equals(present.evidence().snapshot()))
        .filter(one -> !present.withdrawn().contains(one.evidence().snapshot()))
        .reduce((earlier, later) -> later);
  }

  private boolean replace(Optional<Seen> seen, Champion next) {
    // A crash may have left the one before without its place in the history.
    seen.ifPresent(before -> enter(before.champion()));
    boolean replaced =
        seen.isPresent()
            ? store.replaceIf(alias(next.task()), seen.get().eTag(), json(next), JSON)
            : store.putIfAbsent(alias(next.task()), json(next), JSON);
    if (replaced) {
      enter(next);
    }
    return replaced;
  }

  private void enter(Champion champion) {
    String key =
        String.format(
            Locale.ROOT, "%s%s/%08d%s", ROOT, champion.task(), champion.sequence(), SUFFIX);
    store.putIfAbsent(key, json(champion), JSON);
  }

  /** The tag is asked for first: if the content is newer the replacement fails and is repeated. */
  private Optional<Seen> seen(String task) {
    String key = alias(task);
    Optional<ObjectInfo> info = store.stat(key);
    return info.map(found -> new Seen(parse(store.get(key, MOST_BYTES), key), found.eTag()));
  }

  private List<ScoreReport> reports(String runId, long step, String task, List<Work> work) {
    List<ScoreReport> reports = new ArrayList<>();
    for (Work one : work) {
      String key = ScoreReport.key(runId, step, task, one.item());
      try {
        ScoreReport report = Json.mapper().readValue(store.get(key, MOST_BYTES), ScoreReport.class);
        if (report.settingsDigest().equals(one.settingsDigest())) {
          reports.add(report);
        }
      } catch (ObjectNotFoundException missing) {
        // Then there is less evidence, which the caller counts.
        continue;
      } catch (IOException exception) {
        throw new ObjectStoreException(
            "The stored report " + key + " can't be read; delete it", false, exception);
      }
    }
    return reports;
  }

  private static String alias(String task) {
    return ROOT + task + SUFFIX;
  }

  private static Champion parse(byte[] json, String key) {
    try {
      return Json.mapper().readValue(json, Champion.class);
    } catch (IOException exception) {
      throw new ObjectStoreException(
          "The object " + key + " is no champion's; restore it from its history", false, exception);
    }
  }

  private static byte[] json(Champion champion) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(champion);
    } catch (JsonProcessingException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static ObjectStoreException busy(String task) {
    return new ObjectStoreException(
        "The champion of " + task + " was replaced again and again while it was decided",
        true,
        null);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
