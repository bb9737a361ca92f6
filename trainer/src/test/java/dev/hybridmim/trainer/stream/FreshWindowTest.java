package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.message.DemandTicket;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FreshWindowTest {
  private static final int VISITS = 4;

  private final UsableVolumes volumes = new UsableVolumes();
  private final FreshWindow window = new FreshWindow(7, VISITS);
  private final TicketFactory tickets =
      new TicketFactory("run", TestProfiles.tinyWith("trainer", "{\"samplesPerTicket\": 16}"));
  private long position;

  @Test
  void whatIsThereWhenTheRunBeginsIsTheArchive() {
    arrive(10);
    assertThat(window.freshFrom(null, 0, position, volumes)).hasValue(10);
    assertThat(window.freshFrom(DemandTicket.getDefaultInstance(), 5, position, volumes))
        .hasValue(10);
  }

  @Test
  void aVolumeStaysFreshUntilItWasVisitedSoOftenOnAverage() {
    // 16 samples, 2 a volume, half of them fresh: 4 fresh visits a ticket.
    arrive(3);
    DemandTicket before = ticket(0, window.freshFrom(null, 0, position, volumes));
    double visits = 0;
    for (int number = 1; number < 3000; number++) {
      arrive(number % 10 == 0 && number < 2500 ? 1 + number % 7 : 0);
      before = ticket(number, window.freshFrom(before, number, position, volumes));
      visits += Math.min(4, volumes.count(before.getFreshFrom(), before.getCataloguePosition()));
    }
    assertThat(volumes.count(before.getFreshFrom(), before.getCataloguePosition())).isZero();
    assertThat(visits / (position - 3)).isBetween(3.7, 4.3);
  }

  @Test
  void aBurstIsFreshUntilAllOfItHadItsVisits() {
    arrive(1);
    DemandTicket before = ticket(0, window.freshFrom(null, 0, position, volumes));
    arrive(500);
    int tickets = 0;
    do {
      tickets++;
      before = ticket(tickets, window.freshFrom(before, tickets, position, volumes));
    } while (volumes.count(before.getFreshFrom(), before.getCataloguePosition()) > 0);

    // 500 volumes, 4 visits each, 4 visits a ticket.
    assertThat(tickets).isBetween(470, 530);
  }

  @Test
  void excludedVolumesAreNotWaitedFor() {
    arrive(1);
    DemandTicket first = ticket(0, window.freshFrom(null, 0, position, volumes));
    arrive(2);
    volumes.excluded("1");
    volumes.excluded("2");
    arrive(0);
    DemandTicket second = ticket(1, window.freshFrom(first, 1, position, volumes));

    assertThat(volumes.count(second.getFreshFrom(), position)).isZero();
  }

  @Test
  void noVisitsMeansThatTheRuleDoesNotApply() {
    arrive(3);
    assertThat(new FreshWindow(7, 0).freshFrom(null, 0, position, volumes)).isEmpty();
  }

  private void arrive(int count) {
    for (int volume = 0; volume < count; volume++) {
      volumes.prepared(Long.toString(position), position);
      position++;
    }
  }

  private DemandTicket ticket(int number, OptionalLong freshFrom) {
    return tickets.ticket(number, position, freshFrom);
  }
}
