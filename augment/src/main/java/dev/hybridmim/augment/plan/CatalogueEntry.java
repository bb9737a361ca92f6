package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.Volume;

/**
 * A volume of the catalogue.
 *
 * @param firstOffset offset of the first event that prepared it
 * @param excludedAt offset of the first event that excluded it, {@link #NEVER} when there is none
 * @param volume what cutting needs to know of it: id, place, shape, channels, checksum; and what a
 *     choice may weigh: modality and pseudonymous subject
 */
public record CatalogueEntry(long firstOffset, long excludedAt, Volume volume) {
  /** Later than every offset. */
  public static final long NEVER = Long.MAX_VALUE;

  /** True when samples may be cut from the volume as of a catalogue position. */
  public boolean usableAt(long position) {
    return firstOffset < position && excludedAt >= position;
  }

  CatalogueEntry excludedFrom(long offset) {
    return new CatalogueEntry(firstOffset, offset, volume);
  }
}
