package dev.hybridmim.local.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.scans.ScanIndex;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.PromotionEvent;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.scan.MalformedNotificationException;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Follows the topics and the trainer's metrics and always knows how far everything is.
 *
 * <p>One thread reads; any thread may ask. The topics are read from their beginning, so that a
 * second run on a home shows what the first one did. Memory: a few hundred bytes a scan.
 */
public final class RunView implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  private final RunIdentity identity;
  private final TopicFollower topics;
  private final MetricsFile metrics;
  private final Path runFile;
  private final ScanIndex index;
  private final String bucketPrefix;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition caughtUp = lock.newCondition();
  private final CatalogueView catalogue = new CatalogueView();
  private final TrainingView training = new TrainingView();
  private final Map<String, Summary.Snapshot> snapshots = new LinkedHashMap<>();
  private final Map<String, Summary.Score> scores = new LinkedHashMap<>();
  private final Map<String, Summary.Champion> champions = new TreeMap<>();
  private Optional<String> run = Optional.empty();
  private long samplesProduced;
  private long rounds;
  private RuntimeException failure;
  private volatile boolean closed;

  /**
   * A view that does not follow yet.
   *
   * @param trainer the trainer's directory, with {@code metrics.jsonl} and {@code run.json}; need
   *     not exist yet
   * @param index turns a rejected object back into a file name
   */
  public RunView(RunIdentity identity, Connection connection, Path trainer, ScanIndex index) {
    this.identity = identity;
    this.topics = new TopicFollower(connection.kafka());
    this.metrics = new MetricsFile(trainer.resolve("metrics.jsonl"));
    this.runFile = trainer.resolve("run.json");
    this.index = index;
    this.bucketPrefix = connection.store().bucket() + "/";
    this.thread = new Thread(this::follow, "run-view");
    this.thread.setDaemon(true);
  }

  /** Begins to follow. */
  public void start() {
    thread.start();
  }

  /**
   * Waits until everything is seen that was there when this was called.
   *
   * @throws RunException when that takes longer than the deadline, or following had to be given up
   */
  public void catchUp(Duration deadline) throws InterruptedException {
    lock.lock();
    try {
      // The round in hand may have begun before the call; the one after it has not.
      long wanted = rounds + 2;
      long left = deadline.toNanos();
      while (rounds < wanted && failure == null && left > 0) {
        left = caughtUp.awaitNanos(left);
      }
      check();
      if (rounds < wanted) {
        throw new RunException(
            "The topics could not be read to their end within " + deadline.toSeconds() + " s.");
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The state at this moment.
   *
   * @param ignored files in the directory that are no scans
   * @throws RunException when following had to be given up
   */
  public Summary summary(Summary.State state, Optional<String> problem, long ignored) {
    lock.lock();
    try {
      if (problem.isEmpty()) {
        check();
      }
      return new Summary(
          state,
          problem,
          identity.home(),
          identity.profile(),
          identity.task(),
          identity.startedAt().toString(),
          Instant.now().toString(),
          catalogue.scans(ignored),
          new Summary.Samples(
              samplesProduced, training.samplesTrained(), training.samplesPerSecond()),
          training.summary(run()),
          List.copyOf(snapshots.values()),
          scores.values().stream().sorted(Comparator.comparingLong(Summary.Score::step)).toList(),
          List.copyOf(champions.values()),
          rejectRows(),
          identity.where());
    } finally {
      lock.unlock();
    }
  }

  private void follow() {
    try {
      while (!closed) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        topics.poll(records::add);
        long produced = topics.samplesProduced();
        boolean atEnd = topics.isAtEnd();
        lock.lock();
        try {
          records.forEach(this::accept);
          metrics.poll(line -> StepMetrics.parse(line).ifPresent(training::accept));
          samplesProduced = produced;
          if (atEnd) {
            rounds++;
            caughtUp.signalAll();
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptException e) {
      // Only close() interrupts this thread.
      return;
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      Thread.interrupted();
      topics.close();
    }
  }

  private void fail(RuntimeException cause) {
    lock.lock();
    try {
      failure =
          cause instanceof KafkaException
              ? new RunException("The topics can't be followed: " + cause.getMessage(), cause)
              : cause;
      caughtUp.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void check() {
    if (failure != null) {
      throw failure;
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      // A compacted topic's mark of removal.
      if (record.topic().equals(Topic.REJECTS.topicName())) {
        catalogue.withdraw(new String(record.key(), StandardCharsets.UTF_8));
      }
      return;
    }
    try {
      switch (record.topic().toUpperCase(Locale.ROOT)) {
        case "SCANS" -> acceptScan(record.value());
        case "VOLUMES" -> catalogue.accept(VolumeEvent.parseFrom(record.value()));
        case "REJECTS" -> catalogue.accept(Reject.parseFrom(record.value()));
        case "SNAPSHOTS" -> accept(SnapshotEvent.parseFrom(record.value()));
        case "SCORES" -> accept(ScoreEvent.parseFrom(record.value()));
        case "PROMOTIONS" -> accept(PromotionEvent.parseFrom(record.value()));
        default -> throw new IllegalStateException("Topic " + record.topic() + " is not followed");
      }
    } catch (InvalidProtocolBufferException e) {
      throw new RunException(
          "The record at offset "
              + record.offset()
              + " of topic "
              + record.topic()
              + " is not a message of this platform: does another program write there?",
          e);
    }
  }

  private void acceptScan(byte[] json) {
    try {
      ScanNotifications.parse(json).forEach(catalogue::accept);
    } catch (MalformedNotificationException e) {
      // INGEST refuses it, and the refusal is counted.
      return;
    }
  }

  private void accept(SnapshotEvent event) {
    String id = event.getRunId() + "/" + event.getStep();
    snapshots.put(
        id,
        new Summary.Snapshot(id, event.getRunId(), event.getStep(), text(event.getCreatedAt())));
  }

  private void accept(ScoreEvent event) {
    String id = event.getRunId() + "/" + event.getStep();
    scores.put(
        id + "/" + event.getTask() + "/" + event.getItem(),
        new Summary.Score(
            id,
            event.getStep(),
            event.getItem().isEmpty() ? event.getTask() : event.getTask() + " " + event.getItem(),
            event.getPretrained().getDice(),
            event.getScratch().getDice(),
            defined(event.getPretrained().getHd95Mm()),
            defined(event.getScratch().getHd95Mm()),
            event.getTrainingCases(),
            event.getHeldBackCases()));
  }

  private void accept(PromotionEvent event) {
    champions.merge(
        event.getTask(),
        Summary.Champion.of(event),
        (one, other) -> other.sequence() >= one.sequence() ? other : one);
  }

  /** The id of the trainer's run, once it has one. */
  private Optional<String> run() {
    if (run.isEmpty() && Files.exists(runFile)) {
      try {
        JsonNode description = Json.mapper().readTree(Files.readAllBytes(runFile));
        run = Optional.of(description.path("runId").asText());
      } catch (IOException e) {
        throw new RunException("The trainer's " + runFile + " can't be read.", e);
      }
    }
    return run;
  }

  private List<Summary.RejectRow> rejectRows() {
    return catalogue.rejects().stream()
        .map(
            reject ->
                new Summary.RejectRow(
                    reject.getReference(),
                    reject.getStage(),
                    reject.getReason(),
                    reject.getMessage(),
                    fileName(reject.getReference())))
        .toList();
  }

  private Optional<String> fileName(String reference) {
    return reference.startsWith(bucketPrefix)
        ? index.find(reference.substring(bucketPrefix.length())).map(entry -> entry.path())
        : Optional.empty();
  }

  private static Optional<Double> defined(double value) {
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  private static String text(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(END.toMillis());
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
