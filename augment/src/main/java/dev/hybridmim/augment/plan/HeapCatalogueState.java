package dev.hybridmim.augment.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A catalogue in memory, for tools and tests that read the topic themselves. */
public final class HeapCatalogueState implements CatalogueState {
  private final List<CatalogueEntry> entries = new ArrayList<>();
  private final Map<String, Integer> indices = new HashMap<>();
  private final Map<String, Long> earlyExclusions = new HashMap<>();
  private final List<Long> exclusions = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private CatalogueSummary summary = CatalogueSummary.EMPTY;

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
    return entries.get(index);
  }

  @Override
  public void putEntry(int index, CatalogueEntry entry) {
    put(entries, index, entry);
  }

  @Override
  public OptionalInt indexOf(String volumeId) {
    Integer index = indices.get(volumeId);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public void putIndex(String volumeId, int index) {
    indices.put(volumeId, index);
  }

  @Override
  public OptionalLong earlyExclusion(String volumeId) {
    Long offset = earlyExclusions.get(volumeId);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  @Override
  public void putEarlyExclusion(String volumeId, long offset) {
    earlyExclusions.put(volumeId, offset);
  }

  @Override
  public long exclusion(int number) {
    return exclusions.get(number);
  }

  @Override
  public void putExclusion(int number, long offset) {
    put(exclusions, number, offset);
  }

  @Override
  public OptionalInt number(String key) {
    Integer number = numbers.get(key);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  @Override
  public void putNumber(String key, int value) {
    numbers.put(key, value);
  }

  private static <T> void put(List<T> list, int index, T value) {
    if (index == list.size()) {
      list.add(value);
    } else {
      list.set(index, value);
    }
  }
}
