package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AskScheduleTest {
  private static final long PAUSE = Duration.ofSeconds(8).toNanos();

  private final AskSchedule schedule = new AskSchedule(Duration.ofNanos(PAUSE));

  @Test
  void aTicketThatWasNeverAskedIsDue() {
    assertThat(schedule.isDue(3, -5)).isTrue();
  }

  @Test
  void thePauseDoublesUpToSixteenfold() {
    long now = 0;
    long expected = PAUSE;
    for (int repetition = 0; repetition < 8; repetition++) {
      schedule.asked(1, now);
      assertThat(schedule.isDue(1, now + expected - 1)).isFalse();
      assertThat(schedule.isDue(1, now + expected)).isTrue();
      now += expected;
      expected = Math.min(2 * expected, 16 * PAUSE);
    }
  }

  @Test
  void whatAnEarlierLifeAskedIsWaitedForFromWhenItIsReached() {
    schedule.askedBefore(1, 100);
    schedule.askedBefore(1, PAUSE);
    assertThat(schedule.isDue(1, 100 + PAUSE - 1)).isFalse();
    assertThat(schedule.isDue(1, 100 + PAUSE)).isTrue();
  }

  @Test
  void anAnswerBeginsThePauseAnew() {
    schedule.asked(1, 0);
    schedule.asked(1, PAUSE);
    schedule.answered(1, 2 * PAUSE);

    assertThat(schedule.isDue(1, 3 * PAUSE - 1)).isFalse();
    assertThat(schedule.isDue(1, 3 * PAUSE)).isTrue();
  }

  @Test
  void aDamagedSampleIsAskedForSoonButNotInAStorm() {
    schedule.asked(1, 0);
    schedule.hurry(1);
    assertThat(schedule.isDue(1, PAUSE / 8 - 1)).isFalse();
    assertThat(schedule.isDue(1, PAUSE / 8)).isTrue();

    schedule.asked(1, PAUSE / 8);
    assertThat(schedule.isDue(1, PAUSE)).isFalse();
  }

  @Test
  void whatIsPassedIsForgotten() {
    schedule.asked(1, 0);
    schedule.asked(2, 0);
    schedule.forgetBelow(2);

    assertThat(schedule.isDue(1, 0)).isTrue();
    assertThat(schedule.isDue(2, 0)).isFalse();
  }
}
