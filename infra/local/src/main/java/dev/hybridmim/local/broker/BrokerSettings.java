package dev.hybridmim.local.broker;

import dev.hybridmim.platform.connection.KafkaAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * What the broker is started with.
 *
 * @param port for clients, on 127.0.0.1
 * @param controllerPort for the broker itself, on 127.0.0.1
 */
record BrokerSettings(Path directory, int port, int controllerPort, String user, String password) {
  private static final String HOST = "127.0.0.1";
  private static final String NODE = "1";
  private static final long SEGMENT_BYTES = 256L << 20;
  private static final long LARGEST_REQUEST_BYTES = 64L << 20;
  private static final long CLEANER_BYTES = 16L << 20;
  private static final int LONGEST_TRANSACTION_MILLIS = 900_000;

  BrokerSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** How a client signs in. */
  KafkaAddress address() {
    return BrokerAccess.address(bootstrapServers(), user, password);
  }

  /** Kafka's own settings; without the password, so that they can be written down. */
  Properties publicProperties() {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", NODE);
    properties.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    properties.put(
        "listeners",
        "CLIENTS://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    properties.put("advertised.listeners", "CLIENTS://" + HOST + ":" + port);
    properties.put(
        "listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("inter.broker.listener.name", "CLIENTS");
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put("sasl.mechanism.controller.protocol", "PLAIN");
    properties.put("log.dirs", directory.toString());
    putLimits(properties);
    putSingleNode(properties);
    return properties;
  }

  /** Kafka's own settings with what the listeners need to know the user. */
  Properties properties() {
    Properties properties = publicProperties();
    String login = BrokerAccess.serverLogin(user, password);
    properties.put("listener.name.clients.plain.sasl.jaas.config", login);
    properties.put("listener.name.controller.plain.sasl.jaas.config", login);
    return properties;
  }

  private static void putLimits(Properties properties) {
    String largest = Integer.toString(KafkaAddress.MAX_MESSAGE_BYTES);
    properties.put("message.max.bytes", largest);
    properties.put("replica.fetch.max.bytes", largest);
    properties.put("socket.request.max.bytes", Long.toString(LARGEST_REQUEST_BYTES));
    properties.put("log.segment.bytes", Long.toString(SEGMENT_BYTES));
    properties.put("log.cleaner.dedupe.buffer.size", Long.toString(CLEANER_BYTES));
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("transaction.max.timeout.ms", Integer.toString(LONGEST_TRANSACTION_MILLIS));
  }

  private static void putSingleNode(Properties properties) {
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("auto.create.topics.enable", "false");
    // Committed offsets must outlive a home that rests for months, or its pipelines would begin
    // anew.
    properties.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
  }

  @Override
  public String toString() {
    return "BrokerSettings[" + directory + ", " + bootstrapServers() + "]";
  }
}
