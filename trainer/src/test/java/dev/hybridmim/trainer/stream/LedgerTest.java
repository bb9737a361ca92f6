package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.trainer.stream.Ledger.Standing;
import org.junit.jupiter.api.Test;

class LedgerTest {
  @Test
  void asksForAsManyTicketsAsMayBeInFlight() {
    Ledger ledger = new Ledger(SampleId.FIRST, 2, 1);

    ledger.issue(ticket(0, 2), 100);
    assertThat(ledger.wantsTicket()).isTrue();
    ledger.issue(ticket(1, 2), 101);
    assertThat(ledger.wantsTicket()).isFalse();

    ledger.pass();
    assertThat(ledger.wantsTicket()).isFalse();
    ledger.pass();
    assertThat(ledger.next()).isEqualTo(new SampleId(1, 0));
    assertThat(ledger.wantsTicket()).isTrue();
    assertThat(ledger.nextTicket()).isEqualTo(2);
  }

  @Test
  void theWindowGrowsUntilItHoldsABatch() {
    Ledger ledger = new Ledger(new SampleId(3, 1), 1, 4);

    ledger.issue(ticket(3, 3), 0);
    assertThat(ledger.wantsTicket())
        .as("two samples are left of ticket 3, a batch has four")
        .isTrue();
    ledger.issue(ticket(4, 2), 1);
    assertThat(ledger.wantsTicket()).isFalse();
    assertThat(ledger.upcoming(4))
        .containsExactly(
            new SampleId(3, 1), new SampleId(3, 2), new SampleId(4, 0), new SampleId(4, 1));
    assertThat(ledger.upcoming(5)).hasSize(4);
  }

  @Test
  void saysWhereASampleStands() {
    Ledger ledger = new Ledger(new SampleId(1, 1), 1, 1);
    ledger.issue(ticket(1, 2), 0);
    ledger.issue(ticket(2, 2), 1);

    assertThat(ledger.standing(new SampleId(0, 9))).isEqualTo(Standing.PASSED);
    assertThat(ledger.standing(new SampleId(1, 0))).isEqualTo(Standing.PASSED);
    assertThat(ledger.standing(new SampleId(1, 1))).isEqualTo(Standing.WANTED);
    assertThat(ledger.standing(new SampleId(1, 2))).isEqualTo(Standing.UNASKED);
    assertThat(ledger.standing(new SampleId(2, 0))).isEqualTo(Standing.LATER);
    assertThat(ledger.standing(new SampleId(3, 0))).isEqualTo(Standing.UNASKED);
  }

  @Test
  void remembersWhereItsTicketsLieInTheTopic() {
    Ledger ledger = new Ledger(SampleId.FIRST, 2, 1);
    assertThat(ledger.demandOffset(7)).isEqualTo(7);
    ledger.issue(ticket(0, 1), 40);
    ledger.issue(ticket(1, 1), 44);
    assertThat(ledger.demandOffset(50)).isEqualTo(40);
    ledger.pass();
    assertThat(ledger.demandOffset(50)).isEqualTo(44);
    ledger.pass();
    assertThat(ledger.demandOffset(50)).isEqualTo(50);
  }

  @Test
  void refusesTicketsThatDoNotFollow() {
    Ledger ledger = new Ledger(new SampleId(2, 3), 2, 1);

    assertThatThrownBy(() -> ledger.issue(ticket(3, 9), 0)).hasMessageContaining("but 2 is next");
    assertThatThrownBy(() -> ledger.issue(ticket(2, 3), 0))
        .hasMessageContaining("sample 2/3 is next");
    assertThatThrownBy(() -> ledger.issue(ticket(2, 0), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static DemandTicket ticket(long number, int samples) {
    return DemandTicket.newBuilder().setTicket(number).setSamples(samples).build();
  }
}
