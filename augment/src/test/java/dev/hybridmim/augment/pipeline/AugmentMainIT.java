package dev.hybridmim.augment.pipeline;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.testing.EmbeddedKafka;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Augment as a process of its own, as a launcher starts it. */
class AugmentMainIT {
  private static final String SECRET = "a-secret-that-nobody-may-read";

  @TempDir Path directory;

  @Test
  void itAnswersWithStateInRocksDbAndEndsWithItsLauncher() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Files.createDirectory(path("kafka")))) {
      new Connection(
              kafka.address(),
              new StoreAddress(URI.create("http://127.0.0.1:9"), "none", "none", "key", SECRET))
          .write(path("connection.json"));
      Process augment =
          start(
              "--connection=" + path("connection.json"),
              "--profile=laptop",
              "--checkpoints=" + path("checkpoints").toUri());
      DemandTicket bad = ticket(0, 0).setSamples(0).build();
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              kafka.address().producerProperties(),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        producer.send(Records.of(Topic.DEMAND, "test", "run-a", bad)).get();
      }
      Reject reject = firstReject(kafka);
      assertThat(reject.getReason()).isEqualTo("bad-ticket");
      assertThat(reject.getReference()).isEqualTo("demand/0");
      assertThat(augment.isAlive()).isTrue();

      augment.getOutputStream().close();
      assertThat(augment.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(augment.exitValue()).isZero();
    }
    assertThat(Files.readString(path("log"))).contains("Augment starts").doesNotContain(SECRET);
  }

  @Test
  void aMissingConnectionFileIsOneSentence() throws Exception {
    Process augment = start("--connection=" + path("nowhere.json"));

    assertThat(augment.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(augment.exitValue()).isEqualTo(2);
    assertThat(Files.readString(path("log"))).startsWith("There is no connection file");
  }

  private Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-Dhybridmim.parent=pipe");
    for (String opens : System.getProperty("hybridmim.test.opens").split(" ", -1)) {
      command.add(opens);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AugmentMain.class.getName());
    command.addAll(List.of(arguments));
    File log = path("log").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  private static Reject firstReject(EmbeddedKafka kafka) throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.address().consumerProperties(null),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition rejects = new TopicPartition(Topic.REJECTS.topicName(), 0);
      consumer.assign(List.of(rejects));
      consumer.seekToBeginning(List.of(rejects));
      ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMinutes(2));
      assertThat(records.count()).isPositive();
      return Reject.parseFrom(records.iterator().next().value());
    }
  }

  private Path path(String name) {
    return directory.resolve(name);
  }
}
