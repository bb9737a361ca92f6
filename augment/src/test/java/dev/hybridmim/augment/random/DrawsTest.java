package dev.hybridmim.augment.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DrawsTest {
  @Property
  void drawsStayWithinTheirBounds(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int bound) {
    Draws draws = new Draws(seed);
    for (int draw = 0; draw < 100; draw++) {
      assertThat(draws.below(bound)).isBetween(0, bound - 1);
      assertThat(draws.fraction()).isGreaterThanOrEqualTo(0).isLessThan(1);
    }
  }

  @Example
  void everyNumberIsEquallyLikely() {
    Draws draws = new Draws(42);
    int[] hits = new int[7];
    for (int draw = 0; draw < 70_000; draw++) {
      hits[draws.below(7)]++;
    }
    // Six standard deviations of a binomial count of mean 10,000.
    for (int hit : hits) {
      assertThat(hit).isBetween(9_444, 10_556);
    }
  }

  @Example
  void aBoundThatRefusesNearlyHalfOfTheWordsStaysUniform() {
    Draws draws = new Draws(7);
    int bound = (1 << 30) + (1 << 29);
    int lowThird = 0;
    for (int draw = 0; draw < 30_000; draw++) {
      lowThird += draws.below(bound) < bound / 3 ? 1 : 0;
    }
    assertThat(lowThird).isBetween(9_500, 10_500);
  }

  @Example
  void thereIsNothingBelowZero() {
    assertThatThrownBy(() -> new Draws(1).below(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
