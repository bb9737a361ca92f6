package dev.hybridmim.evaluator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.hybridmim.evaluator.pipeline.Backlog.Waiting;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.platform.message.SnapshotEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final ScoringPlan PLAN =
      new ScoringPlan(
          List.of(item("one"), item("two")), TestProfiles.withBudget(1).evaluator().scoring());

  @Test
  void theNewestSnapshotGoesFirstAndItsWorkInThePlansOrder() {
    List<Waiting> waiting =
        List.of(
            new Waiting("two", snapshot(10)),
            new Waiting("one", snapshot(10)),
            new Waiting("two", snapshot(30)),
            new Waiting("one", snapshot(20)));
    assertThat(Backlog.ordered(waiting, PLAN))
        .extracting(one -> one.snapshot().getStep() + one.item())
        .containsExactly("30two", "20one", "10one", "10two");
  }

  @Test
  void whatStaysIsSpreadOverTime() {
    List<SnapshotEvent> waiting =
        LongStream.rangeClosed(1, 9).mapToObj(BacklogTest::snapshot).toList();
    List<Long> gone =
        Backlog.superseded(waiting, 5).stream().map(SnapshotEvent::getStep).sorted().toList();
    assertThat(gone).containsExactly(2L, 4L, 6L, 8L);
    assertThat(Backlog.superseded(waiting, 0)).isEmpty();
    assertThat(Backlog.superseded(waiting, 1)).hasSize(8).doesNotContain(snapshot(9));
  }

  @Property(tries = 100)
  void theNewestIsNeverPassedOver(
      @ForAll @IntRange(min = 1, max = 40) int arriving,
      @ForAll @IntRange(min = 1, max = 10) int most) {
    List<SnapshotEvent> waiting = new ArrayList<>();
    for (int step = 1; step <= arriving; step++) {
      waiting.add(snapshot(step));
      waiting.removeAll(Backlog.superseded(waiting, most));
      assertThat(waiting).contains(snapshot(step)).hasSizeLessThanOrEqualTo(most);
    }
    assertThat(waiting).hasSize(Math.min(arriving, most));
  }

  private static SnapshotEvent snapshot(long step) {
    return SnapshotEvent.newBuilder()
        .setRunId("run")
        .setStep(step)
        .setCreatedAt(Timestamp.newBuilder().setSeconds(1000 + step))
        .build();
  }

  private static WorkItem item(String task) {
    return new WorkItem(task, "d", "x", "", 0, TestProfiles.withBudget(1), List.of());
  }
}
