package dev.hybridmim.evaluator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  @Test
  void worksBesideTheCallerAndHasNoMoreRoomThanThat() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (WorkQueue<String> queue = new WorkQueue<>(2)) {
      queue.begin("slow", () -> end.await(60, TimeUnit.SECONDS) ? "done" : "late");
      queue.begin("other", () -> "quick");
      assertThat(queue.hasRoom()).isFalse();
      assertThatThrownBy(() -> queue.begin("third", () -> "never"))
          .isInstanceOf(IllegalStateException.class);
      assertThat(queue.take("slow")).isEmpty();
      assertThat(queue.holds("slow")).isTrue();
      end.countDown();
      queue.awaitChange(Duration.ofSeconds(60));
      Awaitility.await().until(() -> queue.take("slow").equals(java.util.Optional.of("done")));
      assertThat(queue.take("slow")).isEmpty();
      assertThat(queue.hasRoom()).isTrue();
    }
  }

  @Test
  void whatFailsIsThrownToWhoAsks() throws Exception {
    try (WorkQueue<String> queue = new WorkQueue<>(1)) {
      queue.begin(
          "work",
          () -> {
            throw new IllegalArgumentException("no");
          });
      queue.awaitChange(Duration.ofSeconds(60));
      assertThatThrownBy(() -> queue.take("work")).isInstanceOf(IllegalArgumentException.class);
      assertThat(queue.hasRoom()).isTrue();
    }
  }

  @Test
  void closingInterruptsWhatRuns() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    WorkQueue<String> queue = new WorkQueue<>(1);
    queue.begin(
        "work",
        () -> {
          begun.countDown();
          try {
            return new CountDownLatch(1).await(60, TimeUnit.SECONDS) ? "" : "late";
          } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
          }
        });
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    queue.close();
    assertThat(interrupted).isTrue();
  }
}
