package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.plan.CatalogueEntry;
import dev.hybridmim.augment.plan.CatalogueState;
import dev.hybridmim.augment.plan.CatalogueSummary;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ValueState;

/**
 * The catalogue in a transform's keyed state, for the time of one element. The summary is read once
 * and written by {@link #save}.
 */
final class BeamCatalogueState implements CatalogueState {
  private final ValueState<CatalogueSummary> savedSummary;
  private final MapState<Integer, CatalogueEntry> entries;
  private final MapState<String, Integer> indices;
  private final MapState<String, Long> earlyExclusions;
  private final MapState<Integer, Long> exclusions;
  private final MapState<String, Integer> numbers;
  private CatalogueSummary summary;

  BeamCatalogueState(
      ValueState<CatalogueSummary> savedSummary,
      MapState<Integer, CatalogueEntry> entries,
      MapState<String, Integer> indices,
      MapState<String, Long> earlyExclusions,
      MapState<Integer, Long> exclusions,
      MapState<String, Integer> numbers) {
    this.savedSummary = savedSummary;
    this.entries = entries;
    this.indices = indices;
    this.earlyExclusions = earlyExclusions;
    this.exclusions = exclusions;
    this.numbers = numbers;
    CatalogueSummary saved = savedSummary.read();
    this.summary = saved == null ? CatalogueSummary.EMPTY : saved;
  }

  void save() {
    savedSummary.write(summary);
  }

  @Override
  public CatalogueSummary summary() {
    return summary;
  }

  @Override
  public void putSummary(CatalogueSummary newSummary) {
    summary = newSummary;
  }

  @Override
  public CatalogueEntry entry(int index) {
    return entries.get(index).read();
  }

  @Override
  public void putEntry(int index, CatalogueEntry entry) {
    entries.put(index, entry);
  }

  @Override
  public OptionalInt indexOf(String volumeId) {
    Integer index = indices.get(volumeId).read();
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public void putIndex(String volumeId, int index) {
    indices.put(volumeId, index);
  }

  @Override
  public OptionalLong earlyExclusion(String volumeId) {
    Long offset = earlyExclusions.get(volumeId).read();
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  @Override
  public void putEarlyExclusion(String volumeId, long offset) {
    earlyExclusions.put(volumeId, offset);
  }

  @Override
  public long exclusion(int number) {
    return exclusions.get(number).read();
  }

  @Override
  public void putExclusion(int number, long offset) {
    exclusions.put(number, offset);
  }

  @Override
  public OptionalInt number(String key) {
    Integer number = numbers.get(key).read();
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  @Override
  public void putNumber(String key, int value) {
    numbers.put(key, value);
  }
}
