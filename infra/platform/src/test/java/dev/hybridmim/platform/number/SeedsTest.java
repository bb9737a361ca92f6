package dev.hybridmim.platform.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class SeedsTest {
  /** Written from the specification in the package documentation, as another language would. */
  private static long specified(long[] state) {
    state[0] += 0x9e3779b97f4a7c15L;
    long z = state[0];
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Test
  void theGeneratorIsTheSpecifiedOne() {
    UniformRandomProvider random = Seeds.random(42);
    long[] state = {42};
    for (int draw = 0; draw < 100; draw++) {
      assertThat(random.nextLong()).isEqualTo(specified(state));
    }
  }

  @Test
  void derivedSeedsDependOnEveryStepOfThePath() {
    Set<Long> seeds = new HashSet<>();
    for (long ticket = 0; ticket < 100; ticket++) {
      for (long ordinal = 0; ordinal < 100; ordinal++) {
        seeds.add(Seeds.derive(7, ticket, ordinal));
      }
    }
    assertThat(seeds).hasSize(10_000);
    assertThat(Seeds.derive(7)).isEqualTo(7);
    assertThat(Seeds.derive(7, 1, 2)).isNotEqualTo(Seeds.derive(7, 2, 1));
  }

  @Test
  void aDerivedSeedIsTheFirstDrawOfTheGenerator() {
    assertThat(Seeds.derive(42, 0)).isEqualTo(specified(new long[] {42}));
  }
}
