package dev.hybridmim.local.scans;

import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.scan.ScanParts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The user's own file names of objects, and which object a user means. File names are known on this
 * machine only.
 */
public final class ScanNames {
  private static final int SHORTEST_PART = 4;

  private final ScanIndex index;

  public ScanNames(ScanIndex index) {
    this.index = index;
  }

  /**
   * The file that became an object.
   *
   * @param reference {@code bucket/key}
   */
  public Optional<String> file(String reference) {
    int slash = reference.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String key = reference.substring(slash + 1);
    return index.find(key).or(() -> index.find(ScanParts.whole(key))).map(ScanEntry::path);
  }

  /**
   * The one thing of a list that a user means by a reference, a key, the beginning of either's last
   * part, or a file name.
   *
   * @param references of a thing, {@code bucket/key}
   * @throws RunException when it is none, or several
   */
  public <T> T pick(
      String wanted, String kind, List<T> things, Function<T, List<String>> references) {
    for (Predicate<String> test :
        List.<Predicate<String>>of(
            reference -> isExactly(wanted, reference), reference -> isPart(wanted, reference))) {
      List<T> found =
          things.stream().filter(thing -> references.apply(thing).stream().anyMatch(test)).toList();
      if (found.size() == 1) {
        return found.get(0);
      }
      if (found.size() > 1) {
        throw new RunException(
            "'" + wanted + "' may be any of " + found.size() + " " + kind + "s: write more of it.");
      }
    }
    throw new RunException("There is no " + kind + " '" + wanted + "'.");
  }

  private boolean isExactly(String wanted, String reference) {
    return reference.equals(wanted)
        || reference.endsWith("/" + wanted)
        || file(reference).filter(wanted::equals).isPresent();
  }

  private boolean isPart(String wanted, String reference) {
    if (wanted.length() < SHORTEST_PART) {
      return false;
    }
    String name = reference.substring(reference.lastIndexOf('/', reference.length() - 2) + 1);
    return name.startsWith(wanted)
        || file(reference).filter(path -> path.endsWith("/" + wanted)).isPresent();
  }
}
