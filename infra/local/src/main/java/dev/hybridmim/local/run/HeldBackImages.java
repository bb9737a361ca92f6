package dev.hybridmim.local.run;

import dev.hybridmim.evaluator.task.HeldBackCases;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.SplitSettings;
import dev.hybridmim.evaluator.task.TaskSplit;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.platform.topic.TopicTail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps the images that a task scores on out of pre-training: they are excluded by content, under
 * whatever name they come.
 */
final class HeldBackImages {
  private static final String SOURCE = "local";
  private static final String SUFFIX = "!";

  private HeldBackImages() {}

  /**
   * Ids of the images that the evaluator holds back with a profile, in any fold. Decodes each of
   * them.
   *
   * @throws RunException when one can't be read or the task is too small
   */
  static List<String> of(SegmentationTask task, EvaluatorProfile profile) {
    try {
      Set<String> ids = new LinkedHashSet<>();
      for (int fold : profile.scoring().folds()) {
        TaskSplit split = TaskSplit.of(task, SplitSettings.of(profile, fold));
        ids.addAll(HeldBackCases.contentIds(task, split));
      }
      return List.copyOf(ids);
    } catch (InvalidTaskException | IllegalArgumentException e) {
      throw new RunException(
          "The task in " + task.directory() + " can't be used: " + e.getMessage(), e);
    }
  }

  /**
   * Publishes exclusions on topic {@code volumes} that it does not have yet; returns when they are
   * durable. Published again, an exclusion would move to a later offset when the topic is
   * compacted.
   */
  static void exclude(KafkaAddress kafka, List<String> ids, String task)
      throws InterruptedException {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      Set<String> missing = new LinkedHashSet<>(ids);
      try (TopicTail volumes = new TopicTail(kafka, Topic.VOLUMES)) {
        volumes.catchUp(
            record -> {
              String key = new String(record.key(), StandardCharsets.UTF_8);
              if (key.endsWith(SUFFIX)) {
                missing.remove(key.substring(0, key.length() - SUFFIX.length()));
              }
            });
      }
      for (String id : missing) {
        VolumeExclusion exclusion =
            VolumeExclusion.newBuilder()
                .setId(id)
                .setReason(ExclusionReason.EXCLUSION_REASON_HELD_BACK)
                .setBy(task)
                .build();
        VolumeEvent event = VolumeEvent.newBuilder().setExcluded(exclusion).build();
        sent.add(producer.send(Records.of(Topic.VOLUMES, SOURCE, id + SUFFIX, event)));
      }
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (ExecutionException e) {
      throw new RunException(
          "The task's held-back images could not be excluded: " + e.getCause().getMessage(), e);
    }
  }
}
