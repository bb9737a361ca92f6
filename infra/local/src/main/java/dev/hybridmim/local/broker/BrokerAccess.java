package dev.hybridmim.local.broker;

import dev.hybridmim.platform.connection.KafkaAddress;
import java.util.Map;

/** How clients sign in to the embedded broker, and how the broker is told who may. */
public final class BrokerAccess {
  /** Environment variable of {@link BrokerMain}. */
  public static final String USER = "HYBRIDMIM_KAFKA_USER";

  /** Environment variable of {@link BrokerMain}. */
  public static final String PASSWORD = "HYBRIDMIM_KAFKA_PASSWORD";

  private BrokerAccess() {}

  /** The address with what a client needs to sign in. */
  public static KafkaAddress address(String bootstrapServers, String user, String password) {
    return new KafkaAddress(
        bootstrapServers,
        Map.of(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            clientLogin(user, password)));
  }

  static String clientLogin(String user, String password) {
    return login(user, password) + ";";
  }

  /** The broker signs in to its controller as the same user that it lets in. */
  static String serverLogin(String user, String password) {
    return login(user, password) + " user_" + user + "=\"" + password + "\";";
  }

  private static String login(String user, String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
        + user
        + "\" password=\""
        + password
        + "\"";
  }
}
