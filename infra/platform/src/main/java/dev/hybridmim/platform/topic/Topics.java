package dev.hybridmim.platform.topic;

import dev.hybridmim.platform.connection.KafkaAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the platform's topics. */
public final class Topics {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Topics() {}

  /**
   * Creates what is missing and leaves what exists as it is. The replication factor is the
   * cluster's default.
   *
   * @throws KafkaException when the cluster can't be reached within a minute or refuses
   */
  public static void ensure(KafkaAddress address) {
    try (Admin admin = Admin.create(address.adminProperties())) {
      Set<String> present = within(admin.listTopics().names());
      List<NewTopic> missing = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        if (!present.contains(topic.topicName())) {
          missing.add(
              new NewTopic(topic.topicName(), Optional.of(topic.partitions()), Optional.empty())
                  .configs(topic.settings()));
        }
      }
      for (var creation : admin.createTopics(missing).values().values()) {
        create(creation);
      }
    }
  }

  private static void create(org.apache.kafka.common.KafkaFuture<Void> creation) {
    try {
      within(creation);
    } catch (TopicExistsException e) {
      // Another process was faster, which is as good.
      return;
    }
  }

  private static <T> T within(org.apache.kafka.common.KafkaFuture<T> future) {
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "Kafka did not answer within " + DEADLINE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }
}
