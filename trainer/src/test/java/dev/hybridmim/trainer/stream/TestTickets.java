package dev.hybridmim.trainer.stream;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.profile.Profile;

/** Tickets as the stream writes them, for tests in other packages. */
public final class TestTickets {
  private TestTickets() {}

  public static DemandTicket ticket(
      String runId, Profile profile, long number, long cataloguePosition) {
    return new TicketFactory(runId, profile).ticket(number, cataloguePosition);
  }
}
