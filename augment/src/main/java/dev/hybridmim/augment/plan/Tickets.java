package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.AugmentationSettings;
import dev.hybridmim.platform.message.Compression;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import java.util.regex.Pattern;

/** What a ticket may ask for. */
public final class Tickets {
  /** More samples are asked for with more tickets: a ticket is the unit of bounded work. */
  public static final int MOST_SAMPLES = 4096;

  /** What a message leaves for the voxels of a sample: 64 KiB less than the largest message. */
  public static final int MOST_VOXEL_BYTES = KafkaAddress.MAX_MESSAGE_BYTES - (64 << 10);

  private static final int MOST_EDGE_VOXELS = 512;
  private static final double MOST_INTENSITY_CHANGE = 0.5;
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private Tickets() {}

  /**
   * Returns the ticket if it can be answered.
   *
   * @throws InvalidTicketException saying what is wrong with which ticket
   */
  public static DemandTicket check(DemandTicket ticket) {
    require(
        RUN_ID.matcher(ticket.getRunId()).matches(),
        ticket,
        "its run id is not 1 to 200 letters, digits, dots, dashes and underscores");
    require(
        ticket.getSamples() >= 1 && ticket.getSamples() <= MOST_SAMPLES,
        ticket,
        "it asks for " + ticket.getSamples() + " samples, not 1 to " + MOST_SAMPLES);
    require(
        ticket.getSubVolumesPerVolume() >= 1,
        ticket,
        "sub_volumes_per_volume is " + ticket.getSubVolumesPerVolume() + ", not at least 1");
    require(
        isShare(ticket.getFreshFraction()),
        ticket,
        "fresh_fraction is " + ticket.getFreshFraction() + ", not between 0 and 1");
    require(
        ticket.getCataloguePosition() >= 0,
        ticket,
        "its catalogue position is beyond every offset");
    require(
        !ticket.hasFreshFrom() || ticket.getFreshFrom() >= 0,
        ticket,
        "its fresh_from is beyond every offset");
    require(
        ticket.getCompression() != Compression.UNRECOGNIZED,
        ticket,
        "its compression is unknown to this version");
    checkSubVolume(ticket);
    checkMask(ticket);
    checkAugmentation(ticket);
    return ticket;
  }

  /**
   * The regions and patches of a ticket's samples.
   *
   * @throws IllegalArgumentException when the edges don't divide
   */
  public static RegionGrid grid(DemandTicket ticket) {
    Extent size = ticket.getSubVolume();
    return new RegionGrid(
        new int[] {size.getI(), size.getJ(), size.getK()},
        ticket.getMask().getRegionEdge(),
        ticket.getMask().getPatchEdge());
  }

  /** {@code run/ticket}: how logs and rejects name a ticket. */
  public static String name(DemandTicket ticket) {
    return ticket.getRunId() + "/" + Long.toUnsignedString(ticket.getTicket());
  }

  private static void checkSubVolume(DemandTicket ticket) {
    Extent size = ticket.getSubVolume();
    require(
        isEdge(size.getI()) && isEdge(size.getJ()) && isEdge(size.getK()),
        ticket,
        "the sub-volume has an edge outside 1 to " + MOST_EDGE_VOXELS + " voxels");
    long bytes = (long) Short.BYTES * size.getI() * size.getJ() * size.getK();
    require(
        bytes <= MOST_VOXEL_BYTES,
        ticket,
        "a sample of it would be larger than the largest message");
  }

  private static void checkMask(DemandTicket ticket) {
    MaskSettings mask = ticket.getMask();
    require(
        mask.getStrategy() == MaskStrategy.MASK_STRATEGY_UNIFORM
            || mask.getStrategy() == MaskStrategy.MASK_STRATEGY_HIERARCHICAL,
        ticket,
        "its mask strategy is neither uniform nor hierarchical");
    require(
        isShare(mask.getRatio()),
        ticket,
        "its mask ratio is " + mask.getRatio() + ", not between 0 and 1");
    try {
      grid(ticket);
    } catch (IllegalArgumentException e) {
      throw refusal(ticket, e.getMessage());
    }
  }

  private static void checkAugmentation(DemandTicket ticket) {
    AugmentationSettings settings = ticket.getAugmentation();
    require(
        isIntensityChange(settings.getIntensityScale())
            && isIntensityChange(settings.getIntensityShift())
            && isIntensityChange(settings.getGamma())
            && isIntensityChange(settings.getNoise()),
        ticket,
        "an intensity change is not between 0 and " + MOST_INTENSITY_CHANGE);
  }

  private static boolean isEdge(int voxels) {
    return voxels >= 1 && voxels <= MOST_EDGE_VOXELS;
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  private static boolean isIntensityChange(double value) {
    return value >= 0 && value <= MOST_INTENSITY_CHANGE;
  }

  private static void require(boolean condition, DemandTicket ticket, String otherwise) {
    if (!condition) {
      throw refusal(ticket, otherwise);
    }
  }

  private static InvalidTicketException refusal(DemandTicket ticket, String why) {
    return new InvalidTicketException(
        "The ticket " + Long.toUnsignedString(ticket.getTicket()) + " can't be answered: " + why);
  }
}
