package dev.hybridmim.local.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.bench.SamplesReport.Percentiles;
import dev.hybridmim.local.demo.SyntheticArchive;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.LauncherLog;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.Parts;
import dev.hybridmim.local.run.RunRequest;
import dev.hybridmim.local.run.Services;
import dev.hybridmim.local.scans.ScanDirectory;
import dev.hybridmim.local.scans.ScanFile;
import dev.hybridmim.local.scans.ScanIndex;
import dev.hybridmim.local.scans.ScanPublisher;
import dev.hybridmim.local.scans.ScanUploader;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3MultipartUploads;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.trainer.stream.KafkaSampleStream;
import dev.hybridmim.trainer.stream.SampleBatch;
import dev.hybridmim.trainer.stream.SampleStream;
import dev.hybridmim.trainer.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Measures how long it takes from a scan's announcement until a trainer holds the first sample of
 * it: through store, broker, ingest and augment as a run starts them, into a trainer's own stream.
 *
 * <p>The scans are the demo's. A few are the archive that the trainer begins with; the others come
 * one at a time, each at a random moment after the one before was trained on. The trainer asks for
 * samples all the time and does nothing with a batch but wait as long as a step is said to take.
 */
public final class AnnounceBenchmark {
  /** So many scans can be announced and measured. */
  public static final int MOST_SCANS = SyntheticArchive.SCANS - AnnounceBenchmark.ARCHIVE;

  private static final int ARCHIVE = 4;
  private static final long SEED = 20_261_124;
  private static final double LONGEST_PAUSE_MILLIS = 3000;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Settings settings;
  private final Consumer<String> progress;
  private final UniformRandomProvider random = Seeds.random(SEED);

  /**
   * What is measured.
   *
   * @param profile of pipelines and trainer
   * @param scans how many are announced and measured
   * @param step how long the trainer is busy with each batch
   */
  public record Settings(String profile, int scans, Duration step) {}

  private AnnounceBenchmark(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Measures in a home of its own.
   *
   * @param progress told in a sentence what happens
   * @throws RunException when a part of the platform does not start, or a scan does not come
   */
  public static AnnounceReport run(
      Settings settings, HomeLayout home, Modules modules, Consumer<String> progress)
      throws InterruptedException {
    return new AnnounceBenchmark(settings, progress).measure(home, modules);
  }

  private AnnounceReport measure(HomeLayout layout, Modules modules) throws InterruptedException {
    try (Home home = Home.open(layout);
        Supervisor supervisor = new Supervisor(layout)) {
      LauncherLog.into(layout);
      progress.accept("Making scans.");
      List<Path> scans = scans(layout);
      progress.accept("Starting store, broker and pipelines.");
      Connection connection =
          new Services(home, modules, RunRequest.Elsewhere.nothing(), Map.of()).start(supervisor);
      Parts parts = new Parts(home, modules, settings.profile(), Optional.empty());
      supervisor.start(parts.ingest());
      supervisor.start(parts.augment());
      try (ObjectStore store = S3ObjectStore.open(connection.store());
          S3MultipartUploads uploads = S3MultipartUploads.open(connection.store());
          ScanPublisher publisher = ScanPublisher.open(connection)) {
        ScanUploader uploader =
            new ScanUploader(
                connection.siteSecret(),
                ScanIndex.open(layout.scanIndex()),
                publisher,
                store,
                uploads,
                layout.uploads(),
                ScanUploader.PART_BYTES);
        return measure(connection, supervisor, uploader, scans);
      }
    }
  }

  private static List<Path> scans(HomeLayout layout) {
    SyntheticArchive archive =
        SyntheticArchive.in(layout.work("announced-scans"), SyntheticArchive.DEFAULT_SEED);
    return new ScanDirectory(archive.scans())
        .look().scans().stream()
            .map(ScanFile::path)
            .filter(path -> path.getFileName().toString().startsWith("body-"))
            .sorted()
            .toList();
  }

  private AnnounceReport measure(
      Connection connection, Supervisor supervisor, ScanUploader uploader, List<Path> scans)
      throws InterruptedException {
    for (Path scan : scans.subList(0, ARCHIVE)) {
      var unused = uploader.put(scan, bytes -> {});
    }
    Profile profile = Profiles.load(settings.profile());
    Set<String> seen = new HashSet<>();
    double[] trained = new double[settings.scans()];
    Map<String, Long> announcedAt = new HashMap<>();
    try (SampleStream stream =
        KafkaSampleStream.open(
            connection.kafka(),
            new StreamSettings("announce", profile, StreamSettings.ASK_AGAIN_AFTER),
            KafkaSampleStream.positionOfNewRun(connection.kafka()))) {
      progress.accept("Preparing the archive of " + ARCHIVE + " scans.");
      // What is there when the first ticket is asked is the archive: all of it has to be.
      while (seen.size() < ARCHIVE) {
        next(stream, profile, seen);
      }
      for (int number = 0; number < settings.scans(); number++) {
        long resumeAt =
            System.nanoTime() + (long) (LONGEST_PAUSE_MILLIS * 1e6 * random.nextDouble());
        do {
          next(stream, profile, seen);
        } while (System.nanoTime() < resumeAt);
        supervisor.check();
        int before = seen.size();
        var unused = uploader.put(scans.get(ARCHIVE + number), bytes -> {});
        long announced = System.nanoTime();
        long clock = System.currentTimeMillis();
        while (seen.size() == before) {
          next(stream, profile, seen).forEach(id -> announcedAt.put(id, clock));
          if (System.nanoTime() - announced > PATIENCE.toNanos()) {
            throw new RunException(
                "A scan was announced and not sampled within "
                    + PATIENCE.toSeconds()
                    + " s: see the logs of ingest and augment.");
          }
        }
        trained[number] = (System.nanoTime() - announced) / 1e6;
        progress.accept("Scan %d: %.1f s".formatted(number + 1, trained[number] / 1e3));
      }
    }
    double[] prepared = preparedMillis(connection, announcedAt);
    Arrays.sort(trained);
    return new AnnounceReport(
        Runtime.getRuntime().availableProcessors(),
        settings.profile(),
        settings.scans(),
        settings.step().toMillis(),
        Percentiles.of(prepared),
        Percentiles.of(trained),
        trained[trained.length - 1]);
  }

  /** Takes a batch and returns the volumes in it that were never seen. */
  private List<String> next(SampleStream stream, Profile profile, Set<String> seen)
      throws InterruptedException {
    SampleBatch batch =
        stream
            .nextBatch(profile.trainer().batchSize(), PATIENCE)
            .orElseThrow(
                () ->
                    new RunException(
                        "No samples came within "
                            + PATIENCE.toSeconds()
                            + " s: see the logs of ingest and augment."));
    List<String> found = new ArrayList<>();
    for (SampleBatch.Origin origin : batch.samples()) {
      if (seen.add(origin.volumeId())) {
        found.add(origin.volumeId());
      }
    }
    if (found.isEmpty()) {
      // Stands for the step itself: a trainer that is busy for so long. There is nothing to wait
      // for.
      Thread.sleep(settings.step().toMillis());
    }
    return found;
  }

  /** By the broker's clock, which is this machine's. */
  private static double[] preparedMillis(Connection connection, Map<String, Long> announcedAt) {
    List<Double> millis = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.kafka().consumerProperties(null),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(Topic.VOLUMES.topicName(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Long announced = announcedAt.get(volumeId(record));
          if (announced != null) {
            millis.add((double) (record.timestamp() - announced));
          }
        }
      }
    }
    return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static String volumeId(ConsumerRecord<byte[], byte[]> record) {
    try {
      return VolumeEvent.parseFrom(record.value()).getPrepared().getId();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Ingest wrote what is no event", e);
    }
  }
}
