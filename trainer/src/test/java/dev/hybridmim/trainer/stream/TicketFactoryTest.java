package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.message.AugmentationSettings;
import dev.hybridmim.platform.message.Compression;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import java.util.OptionalLong;
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
    assertThat(ticket.getBalanceModalities()).isTrue();
    assertThat(ticket.getBalanceSubjects()).isTrue();
    assertThat(ticket.getCompression()).isEqualTo(Compression.COMPRESSION_UNSPECIFIED);
    assertThat(ticket.hasFreshFrom()).isFalse();
    assertThat(ticket.getAugmentation().getFlips()).isTrue();
    assertThat(ticket.getAugmentation().getGamma()).isEqualTo(0.1);
    assertThat(ticket.getAugmentation().getIntensityShift()).isEqualTo(0.1);
  }

  @Test
  void everySettingOfTheChoiceAndOfTheChangesReachesTheTicket() {
    Profile other =
        TestProfiles.tinyWith(
            "augment",
            "{\"balanceModalities\": false, \"balanceSubjects\": false, \"compress\": false,"
                + " \"augmentation\": {\"flips\": false, \"quarterTurns\": true,"
                + " \"intensityScale\": 0.2, \"intensityShift\": 0.0, \"gamma\": 0.3, \"noise\":"
                + " 0.05}}");
    DemandTicket ticket = new TicketFactory("run", other).ticket(7, 42, OptionalLong.of(40));

    assertThat(ticket.getFreshFrom()).isEqualTo(40);
    assertThat(ticket.getBalanceModalities()).isFalse();
    assertThat(ticket.getBalanceSubjects()).isFalse();
    assertThat(ticket.getCompression()).isEqualTo(Compression.COMPRESSION_NONE);
    assertThat(ticket.getAugmentation())
        .isEqualTo(
            AugmentationSettings.newBuilder()
                .setQuarterTurns(true)
                .setTurnAllPlanes(true)
                .setIntensityScale(0.2)
                .setGamma(0.3)
                .setNoise(0.05)
                .build());
  }

  @Test
  void theSameNumberAndPositionGiveTheSameBytes() {
    assertThat(new TicketFactory("run", profile).ticket(7, 42).toByteArray())
        .isEqualTo(new TicketFactory("run", TestProfiles.tiny()).ticket(7, 42).toByteArray());
  }
}
