package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.Volume;

/**
 * A volume of the catalogue.
 *
 * @param firstOffset offset of the first event that prepared it
 * @param excludedAt offset of the first event that excluded it, {@link #NEVER} when there is none
 * @param withdrawn whether an exclusion said that it is withdrawn: it is not cut from any more,
 *     whatever the position
 * @param volume what cutting needs to know of it: id, place, shape, channels, checksum; and what a
 *     choice weighs: modality and pseudonymous subject
 */
public record CatalogueEntry(long firstOffset, long excludedAt, boolean withdrawn, Volume volume) {
  /** Later than every offset. */
  public static final long NEVER = Long.MAX_VALUE;

  /** True when the volume is part of the catalogue as of a position. */
  public boolean usableAt(long position) {
    return firstOffset < position && excludedAt >= position;
  }

  CatalogueEntry excludedFrom(long offset) {
    return new CatalogueEntry(firstOffset, offset, withdrawn, volume);
  }

  CatalogueEntry asWithdrawn() {
    return new CatalogueEntry(firstOffset, excludedAt, true, volume);
  }
}
