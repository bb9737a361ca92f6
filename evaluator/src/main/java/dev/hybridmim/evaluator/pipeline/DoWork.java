package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.evaluator.champion.Champion;
import dev.hybridmim.evaluator.champion.Champions;
import dev.hybridmim.evaluator.pipeline.Backlog.Waiting;
import dev.hybridmim.evaluator.report.ScoreReport;
import dev.hybridmim.evaluator.worker.Worker;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.ingest.pipeline.StoreOpener;
import dev.hybridmim.platform.message.PromotionEvent;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the work that waits in its state, has a few pieces of it done at a time beside its own
 * thread, and looks at them again and again by a timer: no element takes longer than a few requests
 * to the store, however long a fine-tuning lasts.
 */
final class DoWork extends DoFn<KV<String, SnapshotEvent>, KV<String, ScoreEvent>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DoWork.class);
  private static final String WAITING = "waiting";
  private static final String LOOK = "look";
  private static final org.joda.time.Duration BETWEEN_LOOKS = org.joda.time.Duration.millis(250);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private final Counter scored = Metrics.counter("evaluator", "snapshots_scored");
  private final Counter rejected = Metrics.counter("evaluator", "snapshots_rejected");
  private final Counter superseded = Metrics.counter("evaluator", "snapshots_superseded");
  private final Counter promoted = Metrics.counter("evaluator", "champions_promoted");

  @StateId(WAITING)
  private final StateSpec<BagState<KV<String, SnapshotEvent>>> waitingSpec =
      StateSpecs.bag(ScoreSnapshots.keyed(SnapshotEvent.class, SnapshotEvent::parseDelimitedFrom));

  @TimerId(LOOK)
  private final TimerSpec lookSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  private final ScoringPlan plan;
  private final StoreOpener opener;
  private final WorkerSettings workers;
  private transient ObjectStore store;
  private transient Champions champions;
  private transient Map<String, SnapshotScoring> scorings;
  private transient WorkQueue<Outcome> queue;

  DoWork(ScoringPlan plan, StoreOpener opener, WorkerSettings workers) {
    this.plan = plan;
    this.opener = opener;
    this.workers = workers;
  }

  /** What a piece of work came to: a score and perhaps a champion, or a refusal. */
  private record Outcome(
      Optional<ScoreReport> score,
      Optional<Champion> champion,
      Optional<ScoringFailedException> refusal) {}

  @Setup
  public void setUp() {
    store = opener.open();
    champions = new Champions(store);
    scorings = new HashMap<>();
    for (WorkItem item : plan.items()) {
      scorings.put(
          item.id(),
          new SnapshotScoring(store, new Worker(workers)::run, item, Path.of(workers.directory())));
    }
    queue = new WorkQueue<>(plan.scoring().parallel());
  }

  /** Reports again what the store has, and lets the rest wait. */
  @ProcessElement
  public void process(
      @Element KV<String, SnapshotEvent> element,
      @StateId(WAITING) BagState<KV<String, SnapshotEvent>> waiting,
      @TimerId(LOOK) Timer look,
      MultiOutputReceiver results) {
    SnapshotEvent snapshot = element.getValue();
    for (WorkItem item : plan.items()) {
      try {
        Optional<ScoreReport> stored = scorings.get(item.id()).stored(snapshot);
        if (stored.isPresent()) {
          report(
              new Outcome(stored, considerAgain(stored.get()), Optional.empty()),
              new Waiting(item.id(), snapshot),
              results);
        } else {
          waiting.add(KV.of(item.id(), snapshot));
        }
      } catch (ScoringFailedException refusal) {
        reject(snapshot, item.id(), refusal, results);
      }
    }
    look.offset(org.joda.time.Duration.ZERO).setRelative();
  }

  /** Takes what is done, passes over what is too much, begins what comes next. */
  @OnTimer(LOOK)
  public void look(
      @StateId(WAITING) BagState<KV<String, SnapshotEvent>> waiting,
      @TimerId(LOOK) Timer look,
      MultiOutputReceiver results)
      throws InterruptedException {
    List<Waiting> before = new ArrayList<>();
    waiting.read().forEach(one -> before.add(new Waiting(one.getKey(), one.getValue())));
    if (before.stream().anyMatch(one -> queue.holds(one.key()))) {
      queue.awaitChange(LONGEST_LOOK);
    }
    List<Waiting> after = new ArrayList<>(before.stream().distinct().toList());
    for (Waiting one : List.copyOf(after)) {
      Optional<Outcome> outcome = queue.take(one.key());
      if (outcome.isPresent()) {
        report(outcome.get(), one, results);
        after.remove(one);
      }
    }
    passOver(after, results);
    for (Waiting next : Backlog.ordered(after, plan)) {
      if (queue.hasRoom() && !queue.holds(next.key())) {
        queue.begin(next.key(), () -> score(next));
      }
    }
    if (after.size() < before.size()) {
      waiting.clear();
      after.forEach(one -> waiting.add(KV.of(one.item(), one.snapshot())));
    }
    if (!after.isEmpty()) {
      look.offset(BETWEEN_LOOKS).setRelative();
    }
  }

  private void passOver(List<Waiting> waiting, MultiOutputReceiver results) {
    Set<SnapshotEvent> begun =
        waiting.stream()
            .filter(one -> queue.holds(one.key()))
            .map(Waiting::snapshot)
            .collect(Collectors.toSet());
    List<SnapshotEvent> idle =
        waiting.stream().map(Waiting::snapshot).filter(one -> !begun.contains(one)).toList();
    for (SnapshotEvent snapshot : Backlog.superseded(idle, plan.scoring().mostWaiting())) {
      ScoringFailedException reason =
          new ScoringFailedException(
              "superseded",
              "More than "
                  + plan.scoring().mostWaiting()
                  + " snapshots waited for their score (evaluator.scoring.mostWaiting), and newer"
                  + " ones go first.",
              false,
              null);
      for (Waiting one : List.copyOf(waiting)) {
        if (one.snapshot().equals(snapshot)) {
          scorings.get(one.item()).refuse(snapshot, reason);
          waiting.remove(one);
        }
      }
      superseded.inc();
      reject(snapshot, "all of it", reason, results);
    }
  }

  /** Runs on a thread of the queue. */
  private Outcome score(Waiting work) throws InterruptedException {
    SnapshotScoring scoring = scorings.get(work.item());
    try {
      ScoreReport report = scoring.score(work.snapshot());
      return new Outcome(Optional.of(report), consider(report), Optional.empty());
    } catch (ScoringFailedException refusal) {
      if (!refusal.retryable()) {
        scoring.refuse(work.snapshot(), refusal);
      }
      return new Outcome(Optional.empty(), Optional.empty(), Optional.of(refusal));
    }
  }

  private Optional<Champion> consider(ScoreReport report) {
    return champions.consider(
        report.task(),
        report.runId(),
        report.step(),
        plan.of(report.task()).stream()
            .map(item -> new Champions.Work(item.name(), item.settingsDigest()))
            .toList());
  }

  /** A crash may have come between a score and what follows from it. */
  private Optional<Champion> considerAgain(ScoreReport report) {
    Optional<Champion> champion = champions.current(report.task());
    if (champion.isPresent() && champion.get().isOf(report.runId(), report.step())) {
      return champion;
    }
    boolean undecided =
        champion.isEmpty()
            || Instant.parse(report.createdAt())
                .isAfter(Instant.parse(champion.get().promotedAt()));
    return undecided ? consider(report) : Optional.empty();
  }

  private void report(Outcome outcome, Waiting work, MultiOutputReceiver results) {
    outcome.refusal().ifPresent(refusal -> reject(work.snapshot(), work.item(), refusal, results));
    outcome
        .score()
        .ifPresent(
            report -> {
              ScoreEvent score = report.toMessage();
              String key =
                  ScoreReport.place(report.runId(), report.step(), report.task(), report.item());
              results.get(ScoreSnapshots.SCORES).output(KV.of(key, score));
              scored.inc();
              LOG.info(
                  "Scored {}: Dice {} pre-trained, {} from scratch",
                  key,
                  score.getPretrained().getDice(),
                  score.getScratch().getDice());
            });
    outcome
        .champion()
        .ifPresent(
            champion -> {
              PromotionEvent event = champion.toMessage();
              results.get(ScoreSnapshots.PROMOTIONS).output(KV.of(champion.key(), event));
              promoted.inc();
              LOG.info(
                  "Champion of {} is {}: {}",
                  champion.task(),
                  champion.evidence().snapshot(),
                  champion.rule());
            });
  }

  /** A snapshot has one dead letter, so that it tells which work was refused. */
  private void reject(
      SnapshotEvent snapshot,
      String work,
      ScoringFailedException failure,
      MultiOutputReceiver results) {
    LOG.warn("Step {} can't be scored ({}): {}", snapshot.getStep(), work, failure.getMessage());
    Reject reject =
        Rejects.of(
            snapshot.getObjectPrefix(),
            failure.reason(),
            plan.items().size() == 1 ? failure.getMessage() : work + ": " + failure.getMessage(),
            failure.retryable(),
            Instant.now());
    results.get(ScoreSnapshots.REJECTS).output(KV.of(Rejects.key(reject), reject));
    rejected.inc();
  }

  @Teardown
  public void tearDown() throws InterruptedException {
    if (queue != null) {
      queue.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
