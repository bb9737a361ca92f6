package dev.hybridmim.evaluator.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RateScheduleTest {

  @Test
  void risesOverATenthOfTheStepsAndFallsToZero() {
    RateSchedule schedule = new RateSchedule(1, 100);
    for (int step = 1; step < 100; step++) {
      if (step <= 10) {
        assertThat(schedule.at(step)).isGreaterThan(schedule.at(step - 1));
      } else {
        assertThat(schedule.at(step)).isLessThan(schedule.at(step - 1));
      }
    }
    assertThat(schedule.at(0)).isPositive();
    assertThat(schedule.at(10)).isEqualTo(1);
    assertThat(schedule.at(99)).isBetween(0.0, 0.001);
    assertThat(new RateSchedule(1, 1).at(0)).isEqualTo(1);
  }

  @Test
  void lossesAreThinnedToMeans() {
    LossCurve curve = new LossCurve(250);
    for (int step = 0; step < 250; step++) {
      curve.add(step);
    }
    assertThat(curve.means()).hasSize(84).startsWith(1.0, 4.0).endsWith(249.0);
    LossCurve shortCurve = new LossCurve(2);
    shortCurve.add(3);
    assertThat(shortCurve.means()).isEqualTo(List.of(3.0));
  }
}
