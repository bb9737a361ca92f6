package dev.hybridmim.local.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A Kafka broker and controller in this JVM. */
final class EmbeddedBroker implements AutoCloseable {
  private static final long ANSWER_SECONDS = 60;

  private final KafkaRaftServer server;
  private final BrokerSettings settings;

  private EmbeddedBroker(KafkaRaftServer server, BrokerSettings settings) {
    this.server = server;
    this.settings = settings;
  }

  /** Starts the broker, over a log directory that is formatted when it is new. */
  static EmbeddedBroker start(BrokerSettings settings) throws IOException {
    Files.createDirectories(settings.directory());
    if (!Files.exists(settings.directory().resolve("meta.properties"))) {
      format(settings);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
    server.startup();
    return new EmbeddedBroker(server, settings);
  }

  /** Waits until the broker answers a client that signs in. */
  void awaitAnswer() throws InterruptedException, ExecutionException, TimeoutException {
    try (Admin admin = Admin.create(settings.address().adminProperties())) {
      admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
  }

  void awaitEnd() {
    server.awaitShutdown();
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(BrokerSettings settings) throws IOException {
    Path configuration = settings.directory().resolveSibling("broker-format.properties");
    try (OutputStream to = Files.newOutputStream(configuration)) {
      settings.publicProperties().store(to, null);
    }
    String[] arguments = {
      "format", "-t", Uuid.randomUuid().toString(), "-c", configuration.toString()
    };
    PrintStream silence =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int code = StorageTool.execute(arguments, silence);
    Files.delete(configuration);
    if (code != 0) {
      throw new IOException("Kafka could not format " + settings.directory());
    }
  }
}
