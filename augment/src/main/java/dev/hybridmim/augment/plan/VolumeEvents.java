package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import java.util.regex.Pattern;

/** What an event has to say for the catalogue to take it in. */
public final class VolumeEvents {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private VolumeEvents() {}

  /**
   * Returns the event if it can be taken in.
   *
   * @throws InvalidVolumeEventException saying what is wrong with it
   */
  public static VolumeEvent check(VolumeEvent event) {
    switch (event.getEventCase()) {
      case PREPARED -> checkPrepared(event.getPrepared());
      case EXCLUDED -> checkId(event.getExcluded().getId());
      case EVENT_NOT_SET ->
          throw new InvalidVolumeEventException(
              "The event neither prepares nor excludes a volume: a newer version may have sent it");
    }
    return event;
  }

  private static void checkPrepared(Volume volume) {
    checkId(volume.getId());
    Extent shape = volume.getShape();
    if (!volume.getObjectPrefix().endsWith("/")
        || shape.getI() < 1
        || shape.getJ() < 1
        || shape.getK() < 1
        || volume.getChannels() < 1) {
      throw new InvalidVolumeEventException(
          "The event of volume "
              + volume.getId()
              + " lacks a prefix that ends with a slash, a shape or a number of channels");
    }
  }

  private static void checkId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new InvalidVolumeEventException(
          "The event names a volume by " + id.length() + " characters, not 64 hexadecimal digits");
    }
  }
}
