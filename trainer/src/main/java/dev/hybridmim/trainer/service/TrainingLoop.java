package dev.hybridmim.trainer.service;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.Batch;
import dev.hybridmim.trainer.learning.Learner;
import dev.hybridmim.trainer.learning.StepReport;
import dev.hybridmim.trainer.monitor.StepRecord;
import dev.hybridmim.trainer.monitor.TrainingMonitor;
import dev.hybridmim.trainer.snapshot.SnapshotDraft;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.stream.SampleBatch;
import dev.hybridmim.trainer.stream.SampleStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches, trains on them, writes metrics and snapshots, until it is told to stop.
 *
 * <p>A snapshot is taken every so many steps and at the end if steps were made since the last one.
 * Nothing here decides what is learnt: the step's number and the batch do.
 */
final class TrainingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final long REPORT_WAIT_NANOS = Duration.ofSeconds(60).toNanos();
  private static final double NANOS = 1e9;

  /** Why training ended. */
  enum End {
    STOPPED,
    ENOUGH_STEPS,
    NOT_FINITE
  }

  private final String runId;
  private final Profile profile;
  private final Learner learner;
  private final SampleStream stream;
  private final Progress progress;
  private final TrainingMonitor monitor;
  private final SnapshotSink snapshots;
  private final Clock clock;
  private final Picture picture;

  TrainingLoop(
      String runId,
      Profile profile,
      Learner learner,
      SampleStream stream,
      Progress progress,
      TrainingMonitor monitor,
      SnapshotSink snapshots,
      Clock clock) {
    this.runId = runId;
    this.profile = profile;
    this.learner = learner;
    this.stream = stream;
    this.progress = progress;
    this.monitor = monitor;
    this.snapshots = snapshots;
    this.clock = clock;
    this.picture = new Picture(profile.trainer().sheets(), learner, runId);
  }

  /**
   * Trains.
   *
   * @param stop asked between steps and while waiting
   * @param lastStep training ends when this step is done
   */
  End run(BooleanSupplier stop, long lastStep) throws InterruptedException {
    while (progress.step() < lastStep) {
      long began = System.nanoTime();
      Optional<SampleBatch> batch = waitForBatch(stop);
      if (batch.isEmpty()) {
        snapshotIfNeeded();
        return End.STOPPED;
      }
      step(batch.get(), began);
      if (progress.nonFiniteInARow() >= profile.trainer().mostNonFiniteSteps()) {
        return End.NOT_FINITE;
      }
      if (progress.step() % profile.trainer().snapshotEverySteps() == 0) {
        snapshotIfNeeded();
      }
    }
    snapshotIfNeeded();
    return End.ENOUGH_STEPS;
  }

  private Optional<SampleBatch> waitForBatch(BooleanSupplier stop) throws InterruptedException {
    long reportAt = System.nanoTime() + REPORT_WAIT_NANOS;
    while (!stop.getAsBoolean()) {
      Optional<SampleBatch> batch = stream.nextBatch(profile.trainer().batchSize(), PATIENCE);
      if (batch.isPresent()) {
        return batch;
      }
      if (System.nanoTime() > reportAt) {
        LOG.info(
            "Waiting for sample {} of run {}; {}",
            progress.position().next(),
            runId,
            stream.counts());
        reportAt = System.nanoTime() + REPORT_WAIT_NANOS;
      }
    }
    return Optional.empty();
  }

  private void step(SampleBatch samples, long began) {
    long arrived = System.nanoTime();
    Batch batch =
        new Batch(samples.size(), samples.voxels(), samples.maskCodes(), samples.channels());
    StepReport report = learner.train(batch, progress.step() + 1);
    long done = System.nanoTime();
    progress.add(samples, report);
    picture.keep(batch);
    List<String> skipped = report.skipped() ? names(samples) : List.of();
    if (report.skipped()) {
      LOG.warn(
          "Step {} had a loss or gradient that is not finite and changed nothing. Its samples: {}",
          report.step(),
          skipped);
    }
    monitor.step(
        new StepRecord(
            report,
            progress.samplesTrained(),
            progress.nonFiniteSteps(),
            samples.size() / ((done - began) / NANOS),
            (arrived - began) / NANOS,
            (done - arrived) / NANOS,
            skipped,
            clock.instant()));
  }

  private List<String> names(SampleBatch samples) {
    return samples.samples().stream()
        .map(origin -> runId + "/" + origin.id() + " of volume " + origin.volumeId())
        .toList();
  }

  private void snapshotIfNeeded() throws InterruptedException {
    if (!progress.hasStepsSinceSnapshot()) {
      return;
    }
    LearnerState state = LearnerState.of(learner.state());
    requireFinite(state);
    Instant now = clock.instant();
    SnapshotDraft draft =
        new SnapshotDraft(
            new SnapshotKey(runId, progress.step()),
            now,
            profile,
            progress.position(),
            progress.samplesTrained(),
            progress.metrics(),
            progress.provenance(),
            state.weights(),
            state.average(),
            state.optimizer());
    snapshots.take(picture.draw(progress.step()).map(draft::withSheet).orElse(draft));
    progress.snapshotTaken();
    monitor.snapshot(progress.step(), now);
    LOG.info(
        "Snapshot {}/{}: {} samples trained, {}",
        runId,
        progress.step(),
        progress.samplesTrained(),
        stream.counts());
  }

  /** A snapshot that nothing can go on from would be worse than none. */
  private void requireFinite(LearnerState state) {
    if (!state.isFinite()) {
      throw new TrainerException(
          "After step "
              + progress.step()
              + " of run "
              + runId
              + " a weight is not finite, so no snapshot is written; the last one is intact. Lower"
              + " trainer.learningRate or set trainer.clipNorm and start again.");
    }
  }
}
