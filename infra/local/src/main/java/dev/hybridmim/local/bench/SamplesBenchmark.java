package dev.hybridmim.local.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.bench.SamplesReport.CpuMillis;
import dev.hybridmim.local.bench.SamplesReport.Percentiles;
import dev.hybridmim.local.bench.SamplesReport.SamplesCase;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Child;
import dev.hybridmim.local.process.LauncherLog;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.Parts;
import dev.hybridmim.local.run.RunRequest;
import dev.hybridmim.local.run.Services;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.trainer.stream.KafkaSampleStream;
import dev.hybridmim.trainer.stream.SampleBatch;
import dev.hybridmim.trainer.stream.StreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures sampling end to end: tickets through Kafka, volumes from the S3 server, the pipeline on
 * Flink, samples through Kafka into a trainer's own stream, which checks, orders and decodes them.
 *
 * <p>Each kind of sample is asked for as fast as it comes, after a warm-up that does not count, and
 * then one by one with nothing else to do.
 */
public final class SamplesBenchmark {
  private static final int VOLUME_EDGE = 192;
  private static final int START_EDGE = 32;
  private static final int BATCH = 8;
  private static final int LATENCY_TICKETS = 40;

  /** Enough for all of them, unless each waits for a checkpoint. */
  private static final Duration LATENCY_TIME = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** A million volumes are read before the first sample is cut. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(10);

  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final double MEGABYTE = 1e6;

  private final Settings settings;
  private final Consumer<String> progress;
  private Connection connection;
  private Map<String, ManagedProcess> processes;

  /**
   * What is measured, and how.
   *
   * @param edges of the sub-volumes, voxels
   * @param volumes written, 14 MB of codes each
   * @param time how long each kind of sample is asked for
   * @param delivery {@code at-least-once} or {@code exactly-once}
   * @param catalogue how many more volumes are announced, all with the objects of the same few
   */
  public record Settings(
      List<Integer> edges,
      Duration time,
      int volumes,
      int parallelism,
      String delivery,
      int catalogue) {
    public Settings {
      edges = List.copyOf(edges);
    }
  }

  private SamplesBenchmark(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Measures in a home of its own.
   *
   * @param progress told in a sentence what happens
   * @throws RunException when a part of the platform does not start or ends
   */
  public static SamplesReport run(
      Settings settings, HomeLayout home, Modules modules, Consumer<String> progress)
      throws InterruptedException {
    return new SamplesBenchmark(settings, progress).measure(home, modules);
  }

  private SamplesReport measure(HomeLayout layout, Modules modules) throws InterruptedException {
    try (Home home = Home.open(layout);
        Supervisor supervisor = new Supervisor(layout)) {
      LauncherLog.into(layout);
      progress.accept("Starting store and broker.");
      connection =
          new Services(home, modules, RunRequest.Elsewhere.nothing(), Map.of()).start(supervisor);
      progress.accept(
          "Writing " + settings.volumes() + " volumes of " + VOLUME_EDGE + "^3 voxels.");
      announceVolumes();
      Child augment =
          new Parts(home, modules, "laptop", Optional.empty())
              .augment()
              .with("parallelism", settings.parallelism())
              .with("delivery", settings.delivery());
      long startedAt = System.nanoTime();
      supervisor.start(augment);
      awaitFirstSample();
      double startSeconds = (System.nanoTime() - startedAt) / 1e9;
      processes = new LinkedHashMap<>();
      supervisor.running().forEach(process -> processes.put(process.name(), process));
      List<SamplesCase> cases = new ArrayList<>();
      for (int edge : settings.edges()) {
        for (boolean compressed : new boolean[] {true, false}) {
          progress.accept(
              edge + "^3, " + (compressed ? "compressed where it pays." : "not compressed."));
          SamplesCase measured = measure(edge, compressed);
          progress.accept(
              ("%.1f samples/s, %.1f ms of processor time a sample,"
                      + " %.0f and %.0f ms from demand to sample (p50, p95).")
                  .formatted(
                      measured.samplesPerSecond(),
                      measured.cpuMillisPerSample(),
                      measured.latencyMillis().p50(),
                      measured.latencyMillis().p95()));
          cases.add(measured);
          supervisor.check();
        }
      }
      OptionalLong state = stateBytes(layout);
      return new SamplesReport(
          Runtime.getRuntime().availableProcessors(),
          settings.parallelism(),
          settings.delivery(),
          settings.volumes() + settings.catalogue(),
          startSeconds,
          state,
          cases);
    }
  }

  private void announceVolumes() throws InterruptedException {
    try (S3ObjectStore store = S3ObjectStore.open(connection.store());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                connection.kafka().producerProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      List<Volume> written = new ArrayList<>();
      for (int number = 0; number < settings.volumes(); number++) {
        VolumeEvent event = SyntheticVolumes.write(store, number, VOLUME_EDGE);
        String key = event.getPrepared().getId() + "/bench";
        producer.send(Records.of(Topic.VOLUMES, "ingest", key, event)).get();
        written.add(event.getPrepared());
      }
      for (int number = 0; number < settings.catalogue(); number++) {
        String id = randomId(number);
        Volume volume =
            written.get(number % settings.volumes()).toBuilder()
                .setId(id)
                .setSubject("s-" + number)
                .build();
        VolumeEvent event = VolumeEvent.newBuilder().setPrepared(volume).build();
        var unused = producer.send(Records.of(Topic.VOLUMES, "ingest", id + "/bench", event));
      }
      producer.flush();
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  /** As long, and as hard to compress, as the content hash it stands for. */
  private static String randomId(int number) {
    UniformRandomProvider words = Seeds.random(number);
    return "%016x%016x%016x%016x"
        .formatted(words.nextLong(), words.nextLong(), words.nextLong(), words.nextLong());
  }

  private void awaitFirstSample() throws InterruptedException {
    progress.accept("Waiting for the first sample.");
    try (KafkaSampleStream stream = open("bench-start", profile(START_EDGE, false, 1))) {
      var unused = next(stream, 1, START_PATIENCE);
    }
  }

  private SamplesCase measure(int edge, boolean compressed) throws InterruptedException {
    String run = "bench-" + edge + (compressed ? "-compressed" : "-plain");
    Throughput throughput = measureThroughput(run, profile(edge, compressed, BATCH));
    Percentiles latency = measureLatency(run + "-latency", profile(edge, compressed, 1));
    double samples = throughput.samples();
    double seconds = throughput.seconds();
    CpuMillis cpu =
        new CpuMillis(
            throughput.cpuMillis("augment") / samples,
            throughput.cpuMillis("broker") / samples,
            throughput.cpuMillis("store") / samples,
            throughput.cpuMillis(OWN) / samples);
    return new SamplesCase(
        edge,
        compressed,
        samples / seconds,
        throughput.bytes() / MEGABYTE / seconds,
        Math.round(throughput.bytes() / samples),
        cpu.augment() + cpu.broker() + cpu.store() + cpu.trainer(),
        cpu,
        latency);
  }

  private static final String OWN = "trainer";

  private record Throughput(
      long samples, double bytes, double seconds, Map<String, Double> cpuMillisByProcess) {
    double cpuMillis(String process) {
      return cpuMillisByProcess.getOrDefault(process, 0.0);
    }
  }

  private Throughput measureThroughput(String run, Profile profile) throws InterruptedException {
    KafkaAddress kafka = connection.kafka();
    try (KafkaSampleStream stream = open(run, profile)) {
      long warmUntil = System.nanoTime() + WARM_UP.toNanos();
      do {
        next(stream, BATCH);
      } while (System.nanoTime() < warmUntil);
      Map<String, Double> cpuBefore = cpuMillis();
      long beganAt = System.nanoTime();
      long endAt = beganAt + settings.time().toNanos();
      long samples = 0;
      long now;
      do {
        samples += next(stream, BATCH).size();
        now = System.nanoTime();
      } while (now < endAt);
      Map<String, Double> cpu = cpuMillis();
      cpuBefore.forEach((process, millis) -> cpu.merge(process, -millis, Double::sum));
      return new Throughput(samples, samples * meanBytes(kafka), (now - beganAt) / 1e9, cpu);
    }
  }

  private Percentiles measureLatency(String run, Profile profile) throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    try (KafkaSampleStream stream = open(run, profile)) {
      next(stream, 1);
      long endAt = System.nanoTime() + LATENCY_TIME.toNanos();
      while (millis.size() < LATENCY_TICKETS && System.nanoTime() < endAt) {
        // The one ticket in flight was published when the batch before was handed out.
        long asked = System.nanoTime();
        next(stream, 1);
        millis.add((System.nanoTime() - asked) / 1e6);
      }
    }
    return Percentiles.of(millis.stream().mapToDouble(Double::doubleValue).sorted().toArray());
  }

  private KafkaSampleStream open(String run, Profile profile) throws InterruptedException {
    return KafkaSampleStream.open(
        connection.kafka(),
        new StreamSettings(run, profile, StreamSettings.ASK_AGAIN_AFTER),
        KafkaSampleStream.positionOfNewRun(connection.kafka()));
  }

  private SampleBatch next(KafkaSampleStream stream, int size) throws InterruptedException {
    return next(stream, size, PATIENCE);
  }

  private static SampleBatch next(KafkaSampleStream stream, int size, Duration patience)
      throws InterruptedException {
    return stream
        .nextBatch(size, patience)
        .orElseThrow(
            () ->
                new RunException(
                    "No samples came within "
                        + patience.toSeconds()
                        + " s: see the log of augment."));
  }

  /** Of the newest complete checkpoint, which holds the catalogue and little else. */
  private static OptionalLong stateBytes(HomeLayout layout) {
    Path checkpoints = layout.work("augment-checkpoints");
    try (Stream<Path> files = Files.walk(checkpoints)) {
      // Incremental: files are shared between checkpoints, those no longer used are deleted.
      return OptionalLong.of(
          files.filter(Files::isRegularFile).mapToLong(SamplesBenchmark::size).sum());
    } catch (IOException | UncheckedIOException e) {
      // A checkpoint was made while it was looked at.
      return OptionalLong.empty();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of a record, of the newest ones of a partition. */
  private static double meanBytes(KafkaAddress kafka) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.consumerProperties(null),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(Topic.SAMPLES.topicName(), 0);
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      consumer.seek(partition, Math.max(0, end - 16));
      long bytes = 0;
      int records = 0;
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          bytes += record.serializedValueSize();
          records++;
        }
      }
      return (double) bytes / records;
    }
  }

  /** Processor time so far of every process, and of this one. */
  private Map<String, Double> cpuMillis() {
    Map<String, Double> millis = new LinkedHashMap<>();
    processes.forEach((name, process) -> millis.put(name, cpuMillis(process.id())));
    millis.put(OWN, cpuMillis(ProcessHandle.current().pid()));
    return millis;
  }

  private static double cpuMillis(long process) {
    return ProcessHandle.of(process)
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(duration -> duration.toNanos() / 1e6)
        .orElseThrow(
            () -> new RunException("This system does not say how much time a process has used."));
  }

  /** The laptop's profile with other samples; changes of the voxels as published. */
  private static Profile profile(int edge, boolean compressed, int batch) {
    int region = edge % 3 == 0 ? edge / 3 : edge / 2;
    try {
      ObjectNode tree =
          (ObjectNode) Json.mapper().readTree(Profiles.toJson(Profiles.load("laptop")));
      ((ObjectNode) tree.get("augment"))
          .put("subVolume", edge)
          .put("regionEdge", region)
          .put("patchEdge", region / 2)
          .put("subVolumesPerVolume", 4)
          .put("compress", compressed)
          .set(
              "augmentation",
              Json.mapper()
                  .readTree(Profiles.toJson(Profiles.load("paper-unet")))
                  .at("/augment/augmentation"));
      ((ObjectNode) tree.get("trainer"))
          .put("batchSize", batch)
          .put("samplesPerTicket", batch == 1 ? 1 : 4 * batch)
          .put("ticketsInFlight", batch == 1 ? 1 : 2)
          .put("boxEdge", 16);
      return Profiles.fromJson(tree.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
