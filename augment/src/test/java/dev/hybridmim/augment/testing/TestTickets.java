package dev.hybridmim.augment.testing;

import dev.hybridmim.platform.message.AugmentationSettings;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;

/** Tickets that can be answered. */
public final class TestTickets {
  private TestTickets() {}

  /** Eight samples of 16-cubes, two a volume, half of them fresh, everything switched on. */
  public static DemandTicket.Builder ticket(long number, long position) {
    return DemandTicket.newBuilder()
        .setRunId("run-a")
        .setTicket(number)
        .setSamples(8)
        .setSeed(4711)
        .setSubVolume(cube(16))
        .setMask(
            MaskSettings.newBuilder()
                .setStrategy(MaskStrategy.MASK_STRATEGY_HIERARCHICAL)
                .setRatio(0.4)
                .setRegionEdge(8)
                .setPatchEdge(4))
        .setCataloguePosition(position)
        .setFreshFraction(0.5)
        .setSubVolumesPerVolume(2)
        .setAugmentation(
            AugmentationSettings.newBuilder()
                .setFlips(true)
                .setQuarterTurns(true)
                .setIntensityScale(0.1)
                .setIntensityShift(0.1)
                .setGamma(0.2)
                .setNoise(0.05)
                .setTurnAllPlanes(true));
  }

  public static Extent cube(int edge) {
    return Extent.newBuilder().setI(edge).setJ(edge).setK(edge).build();
  }
}
