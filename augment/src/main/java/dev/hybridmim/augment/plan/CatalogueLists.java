package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Volume;
import java.util.OptionalInt;

/**
 * Lists of volumes by modality and by subject, so that a draw that weighs them costs a few reads.
 *
 * <p>A subject is known by its <em>head</em>, the index of its first volume; one with a single
 * volume costs no list. A volume that names no subject is a head of its own. Every list is in the
 * order of the indices, hence of the offsets. Each exists for the whole catalogue and for every
 * modality. Numbers are kept under these keys, {@code g} being {@code *} for the whole catalogue or
 * the modality's number:
 *
 * <pre>{@code
 * m<g>#, m<g>:<k>              volumes of a modality: how many, and the k-th one's index
 * x<g>#, x<g>:<k>              exclusions from a modality, as numbers of the catalogue's exclusions
 * h<g>#, h<g>:<k>              heads of subjects
 * v<g>/<head>#, v<g>/<head>:<k>  a subject's volumes behind its head
 * s<g>/<subject>               a subject's head
 * }</pre>
 */
final class CatalogueLists {
  /** Names what is of all modalities. */
  static final String ALL = "*";

  private final CatalogueState state;

  CatalogueLists(CatalogueState state) {
    this.state = state;
  }

  /** One that this version does not know counts as none. */
  static String group(Modality modality) {
    Modality known = modality == Modality.UNRECOGNIZED ? Modality.MODALITY_UNSPECIFIED : modality;
    return Integer.toString(known.getNumber());
  }

  static String volumes(String group) {
    return "m" + group;
  }

  static String exclusions(String group) {
    return "x" + group;
  }

  static String heads(String group) {
    return "h" + group;
  }

  static String following(String group, int head) {
    return "v" + group + "/" + head;
  }

  void addVolume(int index, Volume volume) {
    String modality = group(volume.getModality());
    append(volumes(modality), index);
    addToSubject(ALL, index, volume.getSubject());
    addToSubject(modality, index, volume.getSubject());
  }

  void addExclusion(int number, Volume volume) {
    append(exclusions(group(volume.getModality())), number);
  }

  int size(String list) {
    return state.number(list + "#").orElse(0);
  }

  int item(String list, int place) {
    return state.number(list + ":" + place).orElseThrow();
  }

  private void addToSubject(String group, int index, String subject) {
    String key = "s" + group + "/" + subject;
    OptionalInt head = subject.isEmpty() ? OptionalInt.empty() : state.number(key);
    if (head.isPresent()) {
      append(following(group, head.getAsInt()), index);
      return;
    }
    append(heads(group), index);
    if (!subject.isEmpty()) {
      state.putNumber(key, index);
    }
  }

  private void append(String list, int value) {
    int size = size(list);
    state.putNumber(list + ":" + size, value);
    state.putNumber(list + "#", size + 1);
  }
}
