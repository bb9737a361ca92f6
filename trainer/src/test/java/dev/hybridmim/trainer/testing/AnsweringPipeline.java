package dev.hybridmim.trainer.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.trainer.stream.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Answers tickets in a thread of its own; what it sends for a ticket, and how badly, is up to the
 * test.
 */
public final class AnsweringPipeline implements AutoCloseable {
  private final KafkaAddress kafka;
  private final Function<DemandTicket, List<Sample>> behaviour;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "answering-pipeline");

  private AnsweringPipeline(KafkaAddress kafka, Function<DemandTicket, List<Sample>> behaviour) {
    this.kafka = kafka;
    this.behaviour = behaviour;
  }

  /**
   * Starts answering.
   *
   * @param behaviour what is sent when a ticket is seen; it may keep count
   */
  public static AnsweringPipeline start(
      KafkaAddress kafka, Function<DemandTicket, List<Sample>> behaviour) {
    AnsweringPipeline pipeline = new AnsweringPipeline(kafka, behaviour);
    pipeline.thread.start();
    return pipeline;
  }

  /** All samples of every ticket, shuffled, some of them twice, all from one seed. */
  public static Function<DemandTicket, List<Sample>> shuffledWithDuplicates(
      long seed, int channels) {
    Random random = new Random(seed);
    return ticket -> {
      List<Sample> answers = new ArrayList<>(Answers.to(ticket, channels));
      answers.addAll(answers.subList(0, random.nextInt(answers.size())));
      Collections.shuffle(answers, random);
      return answers;
    };
  }

  /** Puts volumes into the catalogue. */
  public static void announceVolumes(KafkaAddress kafka, String... ids) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(kafka)) {
      for (String id : ids) {
        VolumeEvent event =
            VolumeEvent.newBuilder().setPrepared(Volume.newBuilder().setId(id)).build();
        producer.send(Records.of(Topic.VOLUMES, "ingest", id + "/scan", event)).get();
      }
    }
  }

  /** Sends samples. */
  public static void send(KafkaAddress kafka, List<Sample> samples) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(kafka)) {
      for (Sample sample : samples) {
        producer.send(Records.of(Topic.SAMPLES, "augment", key(sample), sample)).get();
      }
    }
  }

  private void run() {
    TopicPartition demand = new TopicPartition(Topic.DEMAND.topicName(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                kafka.consumerProperties(null),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Producer<byte[], byte[]> producer = producer(kafka)) {
      consumer.assign(List.of(demand));
      consumer.seekToBeginning(List.of(demand));
      while (!stopping.get()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          for (Sample sample : behaviour.apply(DemandTicket.parseFrom(record.value()))) {
            var unused = producer.send(Records.of(Topic.SAMPLES, "augment", key(sample), sample));
          }
          producer.flush();
        }
      }
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      failure.set(e);
    }
  }

  private static String key(Sample sample) {
    return sample.getRunId() + "/" + sample.getTicket() + "/" + sample.getOrdinal();
  }

  private static Producer<byte[], byte[]> producer(KafkaAddress kafka) {
    return new KafkaProducer<>(
        kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() throws InterruptedException {
    stopping.set(true);
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError("The answering pipeline failed", failure.get());
    }
  }
}
