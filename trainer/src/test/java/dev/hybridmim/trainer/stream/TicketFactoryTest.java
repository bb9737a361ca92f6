package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import org.junit.jupiter.api.Test;

class TicketFactoryTest {
  private final Profile profile = TestProfiles.tiny();

  @Test
  void aTicketSaysEverythingThatDecidesItsAnswer() {
    DemandTicket ticket = new TicketFactory("run", profile).ticket(7, 42);

    assertThat(ticket.getRunId()).isEqualTo("run");
    assertThat(ticket.getTicket()).isEqualTo(7);
    assertThat(ticket.getCataloguePosition()).isEqualTo(42);
    assertThat(ticket.getSamples()).isEqualTo(6);
    assertThat(ticket.getSeed()).isEqualTo(Seeds.derive(profile.trainer().seed(), 7));
    assertThat(ticket.getSubVolume())
        .isEqualTo(Extent.newBuilder().setI(16).setJ(16).setK(16).build());
    assertThat(ticket.getMask())
        .isEqualTo(
            MaskSettings.newBuilder()
                .setStrategy(MaskStrategy.MASK_STRATEGY_HIERARCHICAL)
                .setRatio(0.4)
                .setRegionEdge(8)
                .setPatchEdge(4)
                .build());
    assertThat(ticket.getFreshFraction()).isEqualTo(0.5);
    assertThat(ticket.getSubVolumesPerVolume()).isEqualTo(2);
    assertThat(ticket.getAugmentation().getFlips()).isTrue();
    assertThat(ticket.getAugmentation().getIntensityShift()).isEqualTo(0.1);
  }

  @Test
  void theSameNumberAndPositionGiveTheSameBytes() {
    assertThat(new TicketFactory("run", profile).ticket(7, 42).toByteArray())
        .isEqualTo(new TicketFactory("run", TestProfiles.tiny()).ticket(7, 42).toByteArray());
  }
}
