package dev.hybridmim.local.check;

import java.util.List;

/**
 * What a check found; with {@code --json} this is the document.
 *
 * @param sound whether nothing is damaged
 * @param parts every part, damaged ones with their damage
 * @param orphans objects that nothing refers to
 * @param repairing volumes that are being prepared anew, with {@code --repair}
 */
public record StoreReport(
    boolean sound,
    List<Count> counts,
    List<Part> parts,
    List<Orphan> orphans,
    List<String> repairing) {

  /** The same, and what is done about it. */
  public StoreReport withRepairing(List<String> prefixes) {
    return new StoreReport(sound, counts, parts, orphans, List.copyOf(prefixes));
  }

  /**
   * A part.
   *
   * @param kind {@code scan}, {@code volume} or {@code snapshot}
   * @param name key or prefix
   * @param bytes that were read and are sound
   * @param damage one sentence for each thing that is wrong, none when it is sound
   * @param lost what would be lost if it stays so, empty when it is sound
   */
  public record Part(String kind, String name, long bytes, List<String> damage, String lost) {
    boolean sound() {
      return damage.isEmpty();
    }
  }

  /** How many parts of a kind there are, how many are damaged, and the bytes of the sound ones. */
  public record Count(String kind, int parts, int damaged, long bytes) {}

  /** An object that nothing refers to. */
  public record Orphan(String key, long bytes) {}
}
