package dev.hybridmim.ingest.volume;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads every byte of a stored volume: the root metadata against the catalogue's checksum, the
 * array's metadata, and every chunk against its own checksum and size. Memory: buffers for one
 * chunk.
 */
public final class VolumeCheck {
  private static final long MAX_METADATA_BYTES = 1 << 20;

  private VolumeCheck() {}

  /**
   * What was found.
   *
   * @param chunks how many the volume has
   * @param bytes of its sound parts
   * @param damage one sentence for each part that is missing or damaged
   * @param strangers keys below the prefix that belong to no part
   */
  public record Result(int chunks, long bytes, List<String> damage, List<String> strangers) {
    public Result {
      damage = List.copyOf(damage);
      strangers = List.copyOf(strangers);
    }
  }

  /**
   * Checks a volume.
   *
   * @param prefix where it lies, ends with a slash
   * @param checksum of its root metadata as the catalogue has it; empty when nothing is known
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away
   */
  public static Result of(ObjectStore store, String prefix, String checksum) {
    List<String> damage = new ArrayList<>();
    Set<String> strangers = new TreeSet<>();
    store.list(prefix).stream().map(ObjectInfo::key).forEach(strangers::add);
    VolumeReader reader;
    try {
      reader = VolumeReader.open(store, prefix);
    } catch (DamagedVolumeException e) {
      // Without metadata nobody can tell which of the others belong to it.
      return new Result(0, 0, List.of(e.getMessage()), List.of());
    }
    String root = prefix + MetadataFiles.FILE;
    strangers.remove(root);
    long bytes = store.stat(root).map(ObjectInfo::size).orElse(0L);
    if (!checksum.isEmpty() && !checksum.equals(reader.volume().checksum())) {
      damage.add(root + " is not the one that the catalogue knows; prepare its scan again.");
    }
    String array = prefix + MetadataFiles.ARRAY + "/";
    bytes += checkArray(store, array + MetadataFiles.FILE, reader, damage, strangers);
    int chunks = 0;
    for (int[] number : reader.chunkNumbers()) {
      chunks++;
      String key = array + ChunkGrid.key(number[0], number[1], number[2]);
      strangers.remove(key);
      try {
        bytes += reader.check(number);
      } catch (DamagedVolumeException e) {
        damage.add(e.getMessage());
      }
    }
    return new Result(chunks, bytes, damage, List.copyOf(strangers));
  }

  private static long checkArray(
      ObjectStore store,
      String key,
      VolumeReader reader,
      List<String> damage,
      Set<String> strangers) {
    if (!strangers.remove(key)) {
      damage.add(key + " is missing; prepare its scan again.");
      return 0;
    }
    byte[] found = store.get(key, MAX_METADATA_BYTES);
    if (!java.util.Arrays.equals(found, reader.arrayMetadata())) {
      damage.add(key + " does not say what the root metadata says; prepare its scan again.");
      return 0;
    }
    return found.length;
  }
}
