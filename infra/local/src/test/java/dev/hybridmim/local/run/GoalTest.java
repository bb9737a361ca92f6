package dev.hybridmim.local.run;

import static dev.hybridmim.local.view.Summaries.summary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.local.run.RunRequest.Bound;
import dev.hybridmim.local.view.Summary;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoalTest {
  private static final Bound FOREVER = new Bound(Optional.empty(), 0);
  private static final Bound TEN_MINUTES = new Bound(Optional.of(Duration.ofMinutes(10)), 0);
  private static final Bound TWO_SNAPSHOTS = new Bound(Optional.empty(), 2);

  @Test
  void timeCountsFromTheFirstStep() {
    Goal goal = new Goal(TEN_MINUTES, true, summary().build(), minutes(0));
    goal.see(summary().scans(1, 1, 0).build(), minutes(15));
    assertThat(goal.isTrainingOver(summary().build(), minutes(15))).isFalse();

    Summary first = summary().step(1).build();
    goal.see(first, minutes(16));

    assertThat(goal.isTrainingOver(first, minutes(25))).isFalse();
    assertThat(goal.isTrainingOver(first, minutes(26))).isTrue();
  }

  @Test
  void stepsOfAnEarlierRunAreNotThisOnes() {
    Summary before = summary().scans(1, 1, 0).step(300).snapshot(300).score(300).build();
    Goal goal = new Goal(FOREVER, true, before, minutes(0));
    goal.see(before, minutes(1));
    assertThat(goal.missing(before).orElseThrow()).contains("No step");

    // After a kill the trainer goes on from its snapshot, with a lower step than was told last.
    Summary resumed = summary().scans(1, 1, 0).step(251).snapshot(300).score(300).build();
    goal.see(resumed, minutes(2));
    assertThat(goal.missing(resumed)).isEmpty();
  }

  @Test
  void snapshotsOfAnEarlierRunAreNotThisOnes() {
    Summary before = summary().step(300).snapshot(150).snapshot(300).score(150).build();
    Goal scored = new Goal(TWO_SNAPSHOTS, true, before, minutes(0));
    Goal written = new Goal(TWO_SNAPSHOTS, false, before, minutes(0));

    Summary one =
        summary().step(450).snapshot(150).snapshot(300).snapshot(450).score(150).score(300).build();
    assertThat(scored.isTrainingOver(one, minutes(1))).isFalse();
    assertThat(written.isTrainingOver(one, minutes(1))).isFalse();

    Summary two =
        summary()
            .step(600)
            .snapshot(150)
            .snapshot(300)
            .snapshot(450)
            .snapshot(600)
            .score(150)
            .score(300)
            .score(450)
            .build();
    assertThat(scored.isTrainingOver(two, minutes(1))).isTrue();
    assertThat(written.isTrainingOver(two, minutes(1))).isTrue();
  }

  @Test
  void theLastSnapshotIsAwaitedWhenTimeWasTheBound() {
    Goal goal = new Goal(TEN_MINUTES, true, summary().build(), minutes(0));
    assertThat(goal.awaitsScores()).isTrue();
    assertThat(new Goal(TWO_SNAPSHOTS, true, summary().build(), minutes(0)).awaitsScores())
        .isFalse();
    assertThat(new Goal(TEN_MINUTES, false, summary().build(), minutes(0)).awaitsScores())
        .isFalse();

    Summary unscored = summary().scans(1, 1, 0).step(2).snapshot(1).snapshot(2).score(1).build();
    goal.see(unscored, minutes(1));
    assertThat(goal.isLastSnapshotDecided(unscored)).isFalse();
    assertThat(goal.missing(unscored).orElseThrow()).contains("run/2").contains("in time");

    Summary refused =
        summary()
            .scans(1, 1, 0)
            .step(2)
            .snapshot(2)
            .reject("evaluator", "snapshots/run/000000000002/", null)
            .build();
    assertThat(goal.isLastSnapshotDecided(refused)).isTrue();
    assertThat(goal.missing(refused).orElseThrow()).contains("could not be scored");

    Summary scored = summary().scans(1, 1, 0).step(2).snapshot(2).score(2).build();
    assertThat(goal.isLastSnapshotDecided(scored)).isTrue();
    assertThat(goal.missing(scored)).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    Goal goal = new Goal(FOREVER, false, summary().build(), minutes(0));
    assertThat(goal.missing(summary().scans(3, 0, 3).build()).orElseThrow())
        .contains("None of the 3 scans");
    assertThat(goal.missing(summary().scans(3, 1, 0).build()).orElseThrow())
        .contains("2 scans are neither");
    Summary trained = summary().scans(1, 1, 0).step(1).build();
    goal.see(trained, minutes(1));
    assertThat(goal.missing(trained).orElseThrow()).contains("No snapshot");
  }

  @Test
  void aTrainerThatStandsStillIsNoticed() {
    Goal goal = new Goal(FOREVER, false, summary().build(), minutes(0));
    assertThat(goal.isStalled(minutes(20))).isFalse();
    assertThat(goal.isStalled(minutes(21))).isTrue();

    goal.see(summary().step(1).build(), minutes(20));
    assertThat(goal.isStalled(minutes(40))).isFalse();
    assertThat(goal.isStalled(minutes(41))).isTrue();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
