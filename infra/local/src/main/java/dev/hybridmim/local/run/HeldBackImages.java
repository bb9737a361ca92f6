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
import java.util.ArrayList;
import java.util.List;
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
  private static final int FOLD = 0;
  private static final String SOURCE = "local";

  private HeldBackImages() {}

  /**
   * Ids of the images that the evaluator holds back with a profile. Decodes each of them.
   *
   * @throws RunException when one can't be read or the task is too small
   */
  static List<String> of(SegmentationTask task, EvaluatorProfile profile) {
    try {
      TaskSplit split = TaskSplit.of(task, SplitSettings.of(profile, FOLD));
      return HeldBackCases.contentIds(task, split);
    } catch (InvalidTaskException | IllegalArgumentException e) {
      throw new RunException(
          "The task in " + task.directory() + " can't be used: " + e.getMessage(), e);
    }
  }

  /**
   * Publishes exclusions on topic {@code volumes}; returns when they are durable. Publishing one
   * again changes nothing.
   */
  static void exclude(KafkaAddress kafka, List<String> ids, String task)
      throws InterruptedException {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (String id : ids) {
        VolumeExclusion exclusion =
            VolumeExclusion.newBuilder()
                .setId(id)
                .setReason(ExclusionReason.EXCLUSION_REASON_HELD_BACK)
                .setBy(task)
                .build();
        VolumeEvent event = VolumeEvent.newBuilder().setExcluded(exclusion).build();
        sent.add(producer.send(Records.of(Topic.VOLUMES, SOURCE, id + "!", event)));
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
