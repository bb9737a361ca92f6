package dev.hybridmim.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.local.CommandLineRun;
import dev.hybridmim.local.QuickProfile;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Modules.Module;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.RunRequest;
import dev.hybridmim.local.run.Services;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingest and augment on a real Flink session cluster of separate JVMs, submitted as the job jars
 * that {@code flink run} takes. One of the two task managers is killed in mid-run; nothing may be
 * lost. Then a second home's launcher uses the same cluster, broker and store in place of embedded
 * ones, beside the jobs that run there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FlinkClusterIT {
  private static final int SCANS_BEFORE = 20;
  private static final int SCANS_AFTER = 20;
  private static final int SCANS = SCANS_BEFORE + SCANS_AFTER;
  private static final int OWN_SCANS = 6;
  private static final Set<String> OTHER_HOMES_JOBS =
      Set.of("hybridmim-ingest", "hybridmim-augment");
  private static final int TICKETS_BEFORE = 10;
  private static final int TICKETS_AFTER = 20;
  private static final int SAMPLES = 8;
  private static final int EDGE = 16;
  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final String RUN = "cluster-test";

  private Path directory;
  private Home home;
  private Supervisor supervisor;
  private Connection connection;
  private FlinkCluster cluster;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    home = Home.open(new HomeLayout(directory.resolve("home")));
    supervisor = new Supervisor(home.layout());
    connection =
        new Services(home, Modules.installed(), RunRequest.Elsewhere.nothing(), Map.of())
            .start(supervisor);
    Path flink = Files.createDirectories(directory.resolve("flink"));
    cluster = FlinkCluster.start(flink, flinkOpens(), 2);
  }

  @AfterAll
  void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    supervisor.close();
    home.close();
  }

  @Test
  @Order(1)
  void aKilledTaskManagerLosesNothing() throws Exception {
    try (Topics topics = new Topics(connection)) {
      submit(Module.INGEST, "dev.hybridmim.ingest.pipeline.IngestMain", cluster, home);
      submit(Module.AUGMENT, "dev.hybridmim.augment.pipeline.AugmentMain", cluster, home);

      topics.putScans(0, SCANS_BEFORE);
      await("the first volumes", () -> topics.read().volumes.size() >= SCANS_BEFORE / 4);
      topics.ask(0, TICKETS_BEFORE);
      await("the first samples", () -> topics.read().samples.size() >= SAMPLES);
      await(
          "a checkpoint of both jobs",
          () ->
              cluster.completedCheckpoints().size() == 2
                  && cluster.completedCheckpoints().values().stream().allMatch(count -> count > 0));

      // While the cluster notices and moves the work, more arrives.
      cluster.kill("taskmanager-1");
      topics.putScans(SCANS_BEFORE, SCANS_AFTER);
      topics.ask(TICKETS_BEFORE, TICKETS_AFTER);

      int samples = (TICKETS_BEFORE + TICKETS_AFTER) * SAMPLES;
      await(
          "every volume and sample",
          () -> topics.read().volumes.size() == SCANS && topics.samples.size() == samples);
      assertThat(topics.sources).hasSize(SCANS);
      assertThat(topics.rejects).isEmpty();
      assertThat(topics.contradictions).as("samples that came again with other bytes").isEmpty();
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + cluster.logTail("jobmanager"), e);
    }
  }

  @Test
  @Order(2)
  void theLauncherUsesWhatIsThereAndLeavesOtherHomesAlone() throws Exception {
    cluster.startTaskManager("taskmanager-3");
    Path scans = Files.createDirectories(directory.resolve("scans"));
    for (int number = SCANS; number < SCANS + OWN_SCANS; number++) {
      Path file = scans.resolve("own-" + number + ".nii.gz");
      Files.write(file, NiftiWriter.bytes(Topics.image(number), StorageType.INT16, true));
    }
    Path secondHome = directory.resolve("second-home");
    CommandLineRun run =
        CommandLineRun.of(
            directory,
            environment(),
            "run",
            "--scans",
            scans,
            "--profile",
            QuickProfile.write(directory),
            "--snapshots",
            "1",
            "--home",
            secondHome,
            "--kafka",
            connection.kafka().bootstrapServers(),
            "--s3",
            connection.store().endpoint(),
            "--flink-master",
            cluster.master(),
            "--json");

    assertThat(run.exitCode()).as(run.standardError()).isZero();
    assertThat(run.json().at("/scans/arrived").asInt()).isEqualTo(SCANS + OWN_SCANS);
    assertThat(run.json().at("/scans/prepared").asInt()).isEqualTo(SCANS + OWN_SCANS);
    assertThat(run.json().get("snapshots").size()).isPositive();
    assertThat(secondHome.resolve("broker")).doesNotExist();
    assertThat(secondHome.resolve("store")).doesNotExist();
    assertThat(cluster.completedCheckpoints().keySet())
        .as("jobs of this home")
        .anyMatch(name -> name.matches("hybridmim-ingest-[0-9a-f]{8}"))
        .anyMatch(name -> name.matches("hybridmim-augment-[0-9a-f]{8}"));
    await("this home's jobs are cancelled", () -> cluster.running().equals(OTHER_HOMES_JOBS));
  }

  private Map<String, String> environment() throws Exception {
    Properties properties = new Properties();
    properties.putAll(connection.kafka().clientProperties());
    Path file = directory.resolve("kafka.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return Map.of(
        Services.KAFKA_PROPERTIES,
        file.toString(),
        Services.ACCESS_KEY,
        connection.store().accessKey(),
        Services.SECRET_KEY,
        connection.store().secretKey(),
        Services.BUCKET,
        connection.store().bucket());
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(DEADLINE).pollInterval(Duration.ofMillis(300)).until(condition);
  }

  private void submit(Module module, String mainClass, FlinkCluster cluster, Home home)
      throws Exception {
    Path root = Path.of(System.getProperty(Modules.PROPERTY));
    Path jobJar =
        root.resolve(module.directory()).resolve("target").resolve(module.artifact() + "-job.jar");
    assertThat(jobJar).as("the job jar that `package` builds").exists();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(flinkOpens());
    command.add("-cp");
    command.add(new Modules(root).classPath(module));
    command.add(mainClass);
    command.add("--connection=" + home.layout().connection());
    command.add("--profile=laptop");
    command.add("--flinkMaster=" + cluster.master());
    command.add("--filesToStage=" + jobJar);
    command.add("--parallelism=2");
    Path output = directory.resolve(module.artifact() + ".submission");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
        .as("submitted in time")
        .isTrue();
    assertThat(process.exitValue()).as(tail(output)).isZero();
  }

  private static List<String> flinkOpens() {
    return List.of(System.getProperty("hybridmim.flink.opens").split(" "));
  }

  private static String tail(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  /** What the test puts into the topics, and what it has seen in them. */
  private static final class Topics implements AutoCloseable {
    final Set<String> volumes = new TreeSet<>();
    final Set<String> sources = new TreeSet<>();
    final List<Reject> rejects = new ArrayList<>();
    final Map<String, Sample> samples = new HashMap<>();
    final List<String> contradictions = new ArrayList<>();

    private final Connection connection;
    private final S3ObjectStore store;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    Topics(Connection connection) {
      this.connection = connection;
      this.store = S3ObjectStore.open(connection.store());
      this.producer =
          new KafkaProducer<>(
              connection.kafka().producerProperties(),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      this.consumer =
          new KafkaConsumer<>(
              connection.kafka().consumerProperties(null),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topic topic : List.of(Topic.VOLUMES, Topic.REJECTS, Topic.SAMPLES)) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
          partitions.add(new TopicPartition(topic.topicName(), partition));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    void putScans(int first, int count) throws Exception {
      for (int number = first; number < first + count; number++) {
        String key = "raw/scan-%03d.nii.gz".formatted(number);
        byte[] content = NiftiWriter.bytes(image(number), StorageType.INT16, true);
        String eTag = store.put(key, content, "application/gzip");
        ScanAnnouncement announcement =
            new ScanAnnouncement(
                connection.store().bucket(),
                key,
                content.length,
                eTag,
                "",
                "s3:ObjectCreated:Put",
                Instant.EPOCH);
        producer
            .send(
                Records.notification(
                    "test",
                    ScanNotifications.recordKey(announcement),
                    ScanNotifications.write(announcement)))
            .get();
      }
    }

    /** Asks for samples from what the catalogue holds by now. */
    void ask(int first, int count) throws Exception {
      TopicPartition catalogue = new TopicPartition(Topic.VOLUMES.topicName(), 0);
      long position = consumer.endOffsets(List.of(catalogue)).get(catalogue);
      for (int ticket = first; ticket < first + count; ticket++) {
        DemandTicket message =
            DemandTicket.newBuilder()
                .setRunId(RUN)
                .setTicket(ticket)
                .setSamples(SAMPLES)
                .setSeed(Seeds.derive(1, ticket))
                .setSubVolume(Extent.newBuilder().setI(EDGE).setJ(EDGE).setK(EDGE))
                .setMask(
                    MaskSettings.newBuilder()
                        .setStrategy(MaskStrategy.MASK_STRATEGY_HIERARCHICAL)
                        .setRatio(0.4)
                        .setRegionEdge(EDGE)
                        .setPatchEdge(EDGE / 2))
                .setCataloguePosition(position)
                .setFreshFraction(0.5)
                .setSubVolumesPerVolume(2)
                .build();
        producer.send(Records.of(Topic.DEMAND, "test", RUN, message)).get();
      }
    }

    Topics read() {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        if (record.topic().equals(Topic.VOLUMES.topicName())) {
          VolumeEvent event = parse(VolumeEvent.parser(), record.value());
          volumes.add(event.getPrepared().getId());
          sources.add(event.getPrepared().getSource().getKey());
        } else if (record.topic().equals(Topic.REJECTS.topicName())) {
          rejects.add(parse(Reject.parser(), record.value()));
        } else {
          Sample sample = parse(Sample.parser(), record.value());
          String name = sample.getTicket() + "/" + sample.getOrdinal();
          Sample before = samples.putIfAbsent(name, sample);
          if (before != null && !before.equals(sample)) {
            contradictions.add(name);
          }
        }
      }
      return this;
    }

    @Override
    public void close() {
      consumer.close();
      producer.close();
      store.close();
    }

    private static <T extends MessageLite> T parse(Parser<T> parser, byte[] value) {
      try {
        return parser.parseFrom(value);
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    static Image image(int number) {
      int edge = 24 + number % 5;
      float[] voxels = new float[edge * edge * edge];
      UniformRandomProvider random = Seeds.random(number);
      for (int voxel = 0; voxel < voxels.length; voxel++) {
        voxels[voxel] = random.nextInt(1000);
      }
      return new Image(
          voxels,
          new int[] {edge, edge, edge},
          Affine.scaling(1, 1, 1),
          Modality.MODALITY_UNSPECIFIED);
    }
  }
}
