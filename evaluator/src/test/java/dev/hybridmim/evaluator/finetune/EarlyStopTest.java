package dev.hybridmim.evaluator.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.evaluator.report.EarlyStopReport.Look;
import dev.hybridmim.platform.profile.EarlyStopProfile;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EarlyStopTest {

  /** Values of few kinds, so that many are equal. */
  @Property(tries = 300)
  void endsAfterPatienceAndChoosesTheFirstHighest(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 6) Integer> values,
      @ForAll @IntRange(min = 1, max = 5) int patience,
      @ForAll @IntRange(min = 1, max = 7) int everySteps) {
    int steps = values.size() * everySteps;
    EarlyStop stop = new EarlyStop(new EarlyStopProfile(0.2, everySteps, patience), steps);
    List<Double> seen = new ArrayList<>();
    int made = 0;
    while (made < steps && !stop.isOver()) {
      made++;
      if (stop.isDue(made)) {
        double value = values.get(seen.size());
        boolean highest = seen.stream().allMatch(before -> before < value);
        assertThat(stop.add(value)).isEqualTo(highest);
        seen.add(value);
      }
    }
    double highest = seen.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    int first = seen.indexOf(highest);
    assertThat(stop.best()).isEqualTo(new Look((first + 1) * everySteps, highest));
    assertThat(stop.looks()).extracting(Look::dice).isEqualTo(seen);
    int since = seen.size() - 1 - first;
    assertThat(since).isLessThanOrEqualTo(patience);
    assertThat(made).isEqualTo(since == patience ? seen.size() * everySteps : steps);
  }

  @Test
  void looksOnceMoreBehindTheLastStep() {
    EarlyStop stop = new EarlyStop(new EarlyStopProfile(0.2, 4, 9), 6);
    for (int made = 1; made <= 6; made++) {
      if (stop.isDue(made)) {
        stop.add(made);
      }
    }
    assertThat(stop.looks()).containsExactly(new Look(4, 4), new Look(6, 6));
    assertThat(stop.best().step()).isEqualTo(6);
  }
}
