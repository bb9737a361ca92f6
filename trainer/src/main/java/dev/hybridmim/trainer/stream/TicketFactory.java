package dev.hybridmim.trainer.stream;

import dev.hybridmim.platform.message.AugmentationSettings;
import dev.hybridmim.platform.message.Compression;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.AugmentProfile;
import dev.hybridmim.platform.profile.Profile;
import java.util.OptionalLong;

/** Writes a run's tickets: the same number and catalogue position always give the same ticket. */
public final class TicketFactory {
  private final Profile profile;
  private final DemandTicket template;

  /** Tickets of a run with a profile. */
  public TicketFactory(String runId, Profile profile) {
    this.profile = profile;
    AugmentProfile augment = profile.augment();
    int edge = augment.subVolume();
    this.template =
        DemandTicket.newBuilder()
            .setRunId(runId)
            .setSamples(profile.trainer().samplesPerTicket())
            .setSubVolume(Extent.newBuilder().setI(edge).setJ(edge).setK(edge))
            .setMask(
                MaskSettings.newBuilder()
                    .setStrategy(strategy(augment.maskStrategy()))
                    .setRatio(augment.maskRatio())
                    .setRegionEdge(augment.regionEdge())
                    .setPatchEdge(augment.patchEdge()))
            .setFreshFraction(augment.freshFraction())
            .setSubVolumesPerVolume(augment.subVolumesPerVolume())
            .setBalanceModalities(augment.balanceModalities())
            .setBalanceSubjects(augment.balanceSubjects())
            .setCompression(
                augment.compress()
                    ? Compression.COMPRESSION_UNSPECIFIED
                    : Compression.COMPRESSION_NONE)
            .setAugmentation(
                AugmentationSettings.newBuilder()
                    .setFlips(augment.augmentation().flips())
                    .setQuarterTurns(augment.augmentation().quarterTurns())
                    .setTurnAllPlanes(augment.augmentation().quarterTurns())
                    .setIntensityScale(augment.augmentation().intensityScale())
                    .setIntensityShift(augment.augmentation().intensityShift())
                    .setGamma(augment.augmentation().gamma())
                    .setNoise(augment.augmentation().noise()))
            .build();
  }

  /** A ticket to which the newest eighth of the catalogue is fresh. */
  public DemandTicket ticket(long number, long cataloguePosition) {
    return ticket(number, cataloguePosition, OptionalLong.empty());
  }

  /**
   * A ticket.
   *
   * @param freshFrom the offset from which on volumes are fresh; empty: the newest eighth is
   */
  DemandTicket ticket(long number, long cataloguePosition, OptionalLong freshFrom) {
    DemandTicket.Builder ticket = template.toBuilder();
    freshFrom.ifPresent(ticket::setFreshFrom);
    return ticket
        .setTicket(number)
        .setSeed(Seeds.derive(profile.trainer().seed(), number))
        .setCataloguePosition(cataloguePosition)
        .build();
  }

  private static MaskStrategy strategy(AugmentProfile.MaskStrategyName name) {
    return switch (name) {
      case UNIFORM -> MaskStrategy.MASK_STRATEGY_UNIFORM;
      case HIERARCHICAL -> MaskStrategy.MASK_STRATEGY_HIERARCHICAL;
    };
  }
}
