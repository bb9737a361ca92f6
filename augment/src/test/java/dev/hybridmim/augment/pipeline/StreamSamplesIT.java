package dev.hybridmim.augment.pipeline;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static dev.hybridmim.augment.testing.TestVolumes.excluded;
import static dev.hybridmim.augment.testing.TestVolumes.id;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static dev.hybridmim.augment.testing.TestVolumes.stored;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.hybridmim.augment.plan.Catalogue;
import dev.hybridmim.augment.plan.HeapCatalogueState;
import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.plan.TicketPlanner;
import dev.hybridmim.augment.sample.SampleDecoder;
import dev.hybridmim.augment.sample.StoreVolumeLibrary;
import dev.hybridmim.augment.sample.UnusableVolumeException;
import dev.hybridmim.augment.sample.VisitCutter;
import dev.hybridmim.augment.testing.EmbeddedKafka;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, Flink and a directory store: tickets in, samples out. */
class StreamSamplesIT {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSamplesIT.class);
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int WIDE = 60;
  private static final StoreAddress NO_S3 =
      new StoreAddress(URI.create("http://127.0.0.1:9"), "none", "none", "none", "none");

  @TempDir Path directory;
  private EmbeddedKafka kafka;
  private KafkaProducer<byte[], byte[]> producer;
  private final Catalogue catalogue = new Catalogue(new HeapCatalogueState());

  @BeforeEach
  void start() throws Exception {
    kafka = EmbeddedKafka.start(directory);
    producer =
        new KafkaProducer<>(
            kafka.address().producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    kafka.close();
  }

  @Test
  void ticketsAreAnsweredInFullWithTheSameBytesAtAnyParallelismAndAfterARestart() throws Exception {
    FileObjectStore store = new FileObjectStore(storeDirectory());
    for (int number = 0; number < 6; number++) {
      publish(prepared(stored(store, number, 40, 30 + number, 24)));
    }
    publish(excluded(2));
    List<DemandTicket> tickets = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      tickets.add(ticket(number, catalogue.position()).build());
      ask(tickets.get(number));
    }
    Map<String, Sample> expected = cutHere(tickets);

    try (Samples samples = new Samples()) {
      PipelineResult first = run(1);
      assertThat(samples.all(expected.keySet())).isEqualTo(expected);
      first.cancel();

      // The same tickets asked again, of a pipeline that has forgotten everything.
      samples.forget();
      PipelineResult second = run(2);
      tickets.forEach(this::ask);
      assertThat(samples.all(expected.keySet())).isEqualTo(expected);

      // A ticket ahead of the catalogue waits in the state, which goes on at another parallelism.
      DemandTicket ahead = wide(100, catalogue.position() + 1);
      ask(ahead);
      // Answered after the one before it was read.
      ask(ticket(99, catalogue.position()).build());
      samples.all(keys(99, 8));
      String savepoint = savepoint(second);
      second.cancel();
      samples.forget();
      PipelineResult third = run(4, savepoint);
      tickets.forEach(this::ask);
      assertThat(samples.all(expected.keySet())).isEqualTo(expected);

      // It is answered as soon as the catalogue has come so far, without being asked again.
      publish(prepared(stored(store, 7, 40, 40, 40)));
      Map<String, Sample> late = cutHere(List.of(ahead));
      assertThat(samples.all(late.keySet())).isEqualTo(late);
      assertThat(late.values())
          .extracting(Sample::getVolumeId)
          .contains(id(7))
          .doesNotContain(id(2));

      // A volume that is announced but missing: its samples come from others, and it is reported.
      publish(prepared(announced(8)));
      ask(wide(101, catalogue.position()));
      assertThat(samples.all(keys(101, WIDE)).values())
          .extracting(Sample::getVolumeId)
          .doesNotContain(id(8));
      measureLatency(samples);
      third.cancel();
    }
    assertThat(rejects())
        .isNotEmpty()
        .extracting(Reject::getReference)
        .containsOnly("volumes/" + id(8));
  }

  /** Seen, not asserted: a busy machine proves nothing. */
  private void measureLatency(Samples samples) {
    List<Long> millis = new ArrayList<>();
    for (int number = 200; number < 230; number++) {
      long asked = System.nanoTime();
      ask(ticket(number, catalogue.position()).build());
      samples.all(keys(number, 8));
      millis.add((System.nanoTime() - asked) / 1_000_000);
    }
    millis.sort(null);
    LOG.info(
        "From a ticket to its last sample: median {} ms, worst of 30 {} ms",
        millis.get(15),
        millis.get(29));
    assertThat(millis).hasSize(30);
  }

  /** A ticket that meets every volume. */
  private static DemandTicket wide(int number, long position) {
    return ticket(number, position).setSamples(WIDE).setSubVolumesPerVolume(1).build();
  }

  private static Set<String> keys(int ticket, int samples) {
    return IntStream.range(0, samples)
        .mapToObj(ordinal -> "run-a/" + ticket + "/" + ordinal)
        .collect(Collectors.toSet());
  }

  /** In Flink's own format, from which a job goes on at any parallelism. */
  private String savepoint(PipelineResult running) throws Exception {
    // Beam keeps the job's client to itself.
    Field client = running.getClass().getDeclaredField("jobClient");
    client.setAccessible(true);
    return ((JobClient) client.get(running))
        .triggerSavepoint(
            directory.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
        .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  private PipelineResult run(int parallelism) {
    return run(parallelism, null);
  }

  /** On the mini cluster, with state in RocksDB, from a savepoint if there is one. */
  private PipelineResult run(int parallelism, String savepointOrNull) {
    FlinkPipelineOptions options = AugmentMain.options("[local]", parallelism, List.of());
    options.setAttachedMode(false);
    options.setCheckpointingInterval(500L);
    options.setStateBackend("rocksdb");
    options.setStateBackendStoragePath(directory.resolve("checkpoints").toUri().toString());
    if (savepointOrNull != null) {
      AugmentMain.goOnFrom(savepointOrNull, options);
    }
    Pipeline pipeline = Pipeline.create(options);
    String store = storeDirectory().toString();
    pipeline.apply(
        StreamSamples.over(new Connection(kafka.address(), NO_S3))
            .withVolumes(
                () -> new StoreVolumeLibrary(new FileObjectStore(Path.of(store)), 1 << 20)));
    return pipeline.run();
  }

  private Path storeDirectory() {
    return directory.resolve("store");
  }

  private void publish(VolumeEvent event) {
    String key = "event-" + catalogue.position();
    catalogue.append(send(Records.of(Topic.VOLUMES, "test", key, event)), event);
  }

  /** Returns the offset once the record is durable. */
  private long send(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get().offset();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void ask(DemandTicket ticket) {
    send(Records.of(Topic.DEMAND, "test", ticket.getRunId(), ticket));
  }

  /** What the tickets' samples have to be, made without any pipeline. */
  private Map<String, Sample> cutHere(List<DemandTicket> tickets) {
    Map<String, Sample> samples = new HashMap<>();
    VisitCutter cutter =
        new VisitCutter(new StoreVolumeLibrary(new FileObjectStore(storeDirectory()), 1 << 20));
    for (DemandTicket ticket : tickets) {
      new TicketPlanner(catalogue)
          .plan(ticket)
          .orElseThrow()
          .forEach(visit -> cutter.cut(visit, new Collector(samples)));
    }
    return samples;
  }

  private List<Reject> rejects() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(Topic.REJECTS)) {
      List<Reject> rejects = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(10))) {
        rejects.add(parse(Reject.parser(), record.value()));
      }
      return rejects;
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(Topic topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.address().consumerProperties(null),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static <T extends Message> T parse(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String key(Sample sample) {
    return sample.getRunId() + "/" + sample.getTicket() + "/" + sample.getOrdinal();
  }

  private record Collector(Map<String, Sample> samples) implements VisitCutter.Receiver {
    @Override
    public void sample(Sample sample) {
      samples.put(key(sample), sample);
    }

    @Override
    public void unusableVolume(UnusableVolumeException why) {
      throw why;
    }

    @Override
    public void unanswered(SamplePlan lastPlan) {
      throw new AssertionError(lastPlan.key());
    }
  }

  /** What comes on the topic, as a trainer takes it: the same sample twice counts once. */
  private final class Samples implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer = consumer(Topic.SAMPLES);
    private final Map<String, Sample> found = new HashMap<>();

    /** Exactly these samples, as soon as all have come. */
    Map<String, Sample> all(Set<String> keys) {
      Instant end = Instant.now().plus(DEADLINE);
      while (!found.keySet().containsAll(keys)) {
        assertThat(Instant.now()).as("waiting for %s, have %s", keys, found.keySet()).isBefore(end);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          take(record);
        }
      }
      Map<String, Sample> wanted = new HashMap<>(found);
      wanted.keySet().retainAll(keys);
      return wanted;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      Sample sample = parse(Sample.parser(), record.value());
      assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(key(sample));
      assertThat(SampleDecoder.voxels(sample)).hasSize(16 * 16 * 16);
      Sample before = found.put(key(sample), sample);
      assertThat(before).isIn(null, sample);
    }

    void forget() {
      found.clear();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
