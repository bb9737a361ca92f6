package dev.hybridmim.augment.plan;

/**
 * How far the catalogue has been read.
 *
 * @param volumes how many different volumes were announced
 * @param excluded how many of these are excluded
 * @param position one more than the last event's offset
 */
public record CatalogueSummary(int volumes, int excluded, long position) {
  /** Before the first event. */
  public static final CatalogueSummary EMPTY = new CatalogueSummary(0, 0, 0);
}
