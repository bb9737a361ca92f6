package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/**
 * The catalogue of volumes and its past.
 *
 * <p>In: the events of topic {@code volumes} in the order of their offsets. Out: which volumes were
 * usable at any position up to the one reached. The rules are in this package's documentation.
 */
public final class Catalogue {
  private final CatalogueState state;
  private final CatalogueLists lists;

  public Catalogue(CatalogueState state) {
    this.state = state;
    this.lists = new CatalogueLists(state);
  }

  /**
   * Takes in the event at an offset. An offset that was passed already is ignored: it was delivered
   * twice.
   */
  public void append(long offset, VolumeEvent event) {
    if (!passTo(offset)) {
      return;
    }
    switch (event.getEventCase()) {
      case PREPARED -> prepare(offset, event.getPrepared());
      case EXCLUDED -> exclude(offset, event.getExcluded());
      case EVENT_NOT_SET ->
          throw new IllegalArgumentException("The volume event at offset " + offset + " is empty");
    }
  }

  /** Takes in that the event at an offset says nothing: a deletion, or a refused event. */
  public void skip(long offset) {
    passTo(offset);
  }

  /** One more than the offset of the last event. */
  public long position() {
    return state.summary().position();
  }

  /** How many volumes have their first event below a position. */
  public int announced(long position) {
    CatalogueSummary summary = state.summary();
    return position >= summary.position()
        ? summary.volumes()
        : countBelow(position, summary.volumes(), index -> state.entry(index).firstOffset());
  }

  /** How many volumes are usable at a position. */
  public int usable(long position) {
    CatalogueSummary summary = state.summary();
    int excluded =
        position >= summary.position()
            ? summary.excluded()
            : countBelow(position, summary.excluded(), state::exclusion);
    return announced(position) - excluded;
  }

  /** How many volumes of a modality are usable at a position. */
  int usable(Modality modality, long position) {
    String group = CatalogueLists.group(modality);
    int excluded =
        sizeAt(CatalogueLists.exclusions(group), position, number -> state.exclusion(number));
    return sizeAt(CatalogueLists.volumes(group), position) - excluded;
  }

  /**
   * How many volumes of a list of {@link CatalogueLists} have their first event below a position.
   */
  int sizeAt(String list, long position) {
    return sizeAt(list, position, index -> state.entry(index).firstOffset());
  }

  /** The index of a volume of such a list. */
  int item(String list, int place) {
    return lists.item(list, place);
  }

  private int sizeAt(String list, long position, IntToLongFunction offsetOfItem) {
    int size = lists.size(list);
    return position >= state.summary().position()
        ? size
        : countBelow(position, size, place -> offsetOfItem.applyAsLong(lists.item(list, place)));
  }

  /** The volume with an index below {@link #announced}. */
  public CatalogueEntry entry(int index) {
    return state.entry(index);
  }

  /**
   * The position at which a ticket that names {@code position} is answered: that one, or the next
   * one at which a volume is usable. Nothing when that lies ahead of what has been read.
   */
  public OptionalLong answeringPosition(long position) {
    CatalogueSummary summary = state.summary();
    if (position > summary.position()) {
      return OptionalLong.empty();
    }
    if (usable(position) > 0) {
      return OptionalLong.of(position);
    }
    // Only a volume that enters makes one usable: exclusions are never taken back.
    for (int index = announced(position); index < summary.volumes(); index++) {
      long next = state.entry(index).firstOffset() + 1;
      if (usable(next) > 0) {
        return OptionalLong.of(next);
      }
    }
    return OptionalLong.empty();
  }

  private boolean passTo(long offset) {
    CatalogueSummary summary = state.summary();
    if (offset < summary.position()) {
      return false;
    }
    state.putSummary(new CatalogueSummary(summary.volumes(), summary.excluded(), offset + 1));
    return true;
  }

  private void prepare(long offset, Volume volume) {
    if (state.indexOf(volume.getId()).isPresent()) {
      return;
    }
    CatalogueSummary summary = state.summary();
    int index = summary.volumes();
    OptionalLong excludedAt = state.earlyExclusion(volume.getId());
    state.putIndex(volume.getId(), index);
    state.putEntry(
        index,
        new CatalogueEntry(
            offset, excludedAt.orElse(CatalogueEntry.NEVER), false, essentials(volume)));
    state.putSummary(new CatalogueSummary(index + 1, summary.excluded(), summary.position()));
    lists.addVolume(index, volume);
    if (excludedAt.isPresent()) {
      noteExclusion(offset, volume);
    }
  }

  private void exclude(long offset, VolumeExclusion exclusion) {
    String volumeId = exclusion.getId();
    OptionalInt index = state.indexOf(volumeId);
    if (index.isEmpty()) {
      if (state.earlyExclusion(volumeId).isEmpty()) {
        state.putEarlyExclusion(volumeId, offset);
      }
      return;
    }
    CatalogueEntry before = state.entry(index.getAsInt());
    CatalogueEntry after = before;
    if (before.excludedAt() == CatalogueEntry.NEVER) {
      after = after.excludedFrom(offset);
      noteExclusion(offset, before.volume());
    }
    if (exclusion.getReason() == ExclusionReason.EXCLUSION_REASON_WITHDRAWN) {
      after = after.asWithdrawn();
    }
    if (!after.equals(before)) {
      state.putEntry(index.getAsInt(), after);
    }
  }

  private void noteExclusion(long offset, Volume volume) {
    CatalogueSummary summary = state.summary();
    state.putExclusion(summary.excluded(), offset);
    lists.addExclusion(summary.excluded(), volume);
    state.putSummary(
        new CatalogueSummary(summary.volumes(), summary.excluded() + 1, summary.position()));
  }

  /** The catalogue keeps no names of scans: state may be looked at by people who maintain it. */
  private static Volume essentials(Volume volume) {
    return Volume.newBuilder()
        .setId(volume.getId())
        .setObjectPrefix(volume.getObjectPrefix())
        .setShape(volume.getShape())
        .setChannels(volume.getChannels())
        .setChecksum(volume.getChecksum())
        .setModality(volume.getModality())
        .setSubject(volume.getSubject())
        .build();
  }

  private static int countBelow(long position, int count, IntToLongFunction offsets) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offsets.applyAsLong(middle) < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
