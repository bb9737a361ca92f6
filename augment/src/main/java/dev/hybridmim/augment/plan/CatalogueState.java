package dev.hybridmim.augment.plan;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where a {@link Catalogue} keeps what it knows: in memory, or in a pipeline's keyed state. Every
 * access is by key, so that no implementation needs the whole in memory.
 */
public interface CatalogueState {
  /** {@link CatalogueSummary#EMPTY} at first. */
  CatalogueSummary summary();

  void putSummary(CatalogueSummary summary);

  /** The volume with this index; indices run from 0 to the summary's count of volumes. */
  CatalogueEntry entry(int index);

  void putEntry(int index, CatalogueEntry entry);

  /** The index of a volume that was announced. */
  OptionalInt indexOf(String volumeId);

  void putIndex(String volumeId, int index);

  /** Offset of the first exclusion of a volume that was not announced before it. */
  OptionalLong earlyExclusion(String volumeId);

  void putEarlyExclusion(String volumeId, long offset);

  /**
   * Offset of the event with which the {@code number}-th announced volume was excluded, counted
   * from 0; these offsets increase.
   */
  long exclusion(int number);

  void putExclusion(int number, long offset);

  /** A number that was kept under a key; the keys are those of {@link CatalogueLists}. */
  OptionalInt number(String key);

  void putNumber(String key, int value);
}
