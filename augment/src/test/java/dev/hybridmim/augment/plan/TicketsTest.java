package dev.hybridmim.augment.plan;

import static dev.hybridmim.augment.testing.TestTickets.cube;
import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.message.AugmentationSettings;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.message.VolumeEvent;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TicketsTest {
  @Test
  void aSoundTicketPasses() {
    DemandTicket ticket = ticket(0, 0).build();
    assertThat(Tickets.check(ticket)).isSameAs(ticket);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aTicketThatCannotBeAnsweredSaysWhy(
      String expected, UnaryOperator<DemandTicket.Builder> fault) {
    DemandTicket ticket = fault.apply(ticket(17, 0)).build();
    assertThatThrownBy(() -> Tickets.check(ticket))
        .isInstanceOf(InvalidTicketException.class)
        .hasMessageContaining("ticket 17")
        .hasMessageContaining(expected);
  }

  @Test
  void anEventWithoutAnIdIsRefused() {
    VolumeEvent event =
        VolumeEvent.newBuilder()
            .setExcluded(
                dev.hybridmim.platform.message.VolumeExclusion.newBuilder().setId("John Doe"))
            .build();
    assertThatThrownBy(() -> VolumeEvents.check(event))
        .isInstanceOf(InvalidVolumeEventException.class)
        .hasMessageContaining("8 characters")
        .hasMessageNotContaining("John");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("run id", t -> t.setRunId("a/b")),
        fault("run id", t -> t.setRunId("")),
        fault("0 samples", t -> t.setSamples(0)),
        fault("5000 samples", t -> t.setSamples(5000)),
        fault("sub_volumes_per_volume", t -> t.setSubVolumesPerVolume(0)),
        fault("fresh_fraction", t -> t.setFreshFraction(Double.NaN)),
        fault("catalogue position", t -> t.setCataloguePosition(-1)),
        fault("edge", t -> t.setSubVolume(cube(0))),
        fault("largest message", t -> t.setSubVolume(cube(256))),
        fault("does not divide the sub-volume", t -> t.setSubVolume(cube(20))),
        fault("strategy", t -> mask(t, m -> m.setStrategy(MaskStrategy.MASK_STRATEGY_UNSPECIFIED))),
        fault("ratio", t -> mask(t, m -> m.setRatio(1.5))),
        fault("does not divide the region", t -> mask(t, m -> m.setPatchEdge(3))),
        fault(
            "intensity",
            t -> t.setAugmentation(AugmentationSettings.newBuilder().setIntensityShift(2))));
  }

  private static Arguments fault(String expected, UnaryOperator<DemandTicket.Builder> fault) {
    return Arguments.of(expected, fault);
  }

  private static DemandTicket.Builder mask(
      DemandTicket.Builder ticket, UnaryOperator<MaskSettings.Builder> change) {
    return ticket.setMask(change.apply(ticket.getMask().toBuilder()));
  }
}
