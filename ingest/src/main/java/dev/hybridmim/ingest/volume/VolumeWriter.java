package dev.hybridmim.ingest.volume;

import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.platform.store.ObjectStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Writes prepared volumes in the format of this package's documentation.
 *
 * <p>The root metadata is written last: before that the volume does not exist, after that it is
 * complete. Writing the same volume again, also at the same time, writes the same bytes. Memory:
 * two chunks beside the volume.
 */
public final class VolumeWriter {
  private static final String BYTES = "application/octet-stream";
  private static final String JSON = "application/json";

  private VolumeWriter() {}

  /** Where a volume lies: {@code volumes/<id>/<recipe>/}. */
  public static String prefix(String id, String recipe) {
    return "volumes/" + id + "/" + recipe + "/";
  }

  /**
   * Writes a volume under {@link #prefix}.
   *
   * @param id content hash of the scan
   * @param recipe digest of the settings that it was prepared with
   */
  public static StoredVolume write(
      ObjectStore store, String id, String recipe, PreparedVolume volume) {
    String prefix = prefix(id, recipe);
    VolumeMetadata metadata = VolumeMetadata.of(id, recipe, volume);
    ChunkGrid chunks = ChunkGrid.forShape(volume.shape());
    writeChunks(store, prefix + MetadataFiles.ARRAY + "/", chunks, volume.voxels());
    store.put(
        prefix + MetadataFiles.ARRAY + "/" + MetadataFiles.FILE, MetadataFiles.array(chunks), JSON);
    byte[] root = MetadataFiles.root(metadata, chunks);
    store.put(prefix + MetadataFiles.FILE, root, JSON);
    return new StoredVolume(prefix, checksum(root), metadata);
  }

  static String checksum(byte[] root) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(root));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void writeChunks(
      ObjectStore store, String arrayPrefix, ChunkGrid chunks, float[] voxels) {
    ChunkCodec codec = new ChunkCodec(chunks.chunkVoxels());
    for (int i = 0; i < chunks.count(0); i++) {
      for (int j = 0; j < chunks.count(1); j++) {
        for (int k = 0; k < chunks.count(2); k++) {
          fill(codec, chunks, i, j, k, voxels);
          store.put(arrayPrefix + ChunkGrid.key(i, j, k), codec.encode(), BYTES);
        }
      }
    }
  }

  private static void fill(
      ChunkCodec codec, ChunkGrid chunks, int chunkI, int chunkJ, int chunkK, float[] voxels) {
    int[] shape = chunks.shape();
    int[] chunk = chunks.chunk();
    int firstI = chunkI * chunk[0];
    int firstJ = chunkJ * chunk[1];
    int firstK = chunkK * chunk[2];
    int endI = Math.min(firstI + chunk[0], shape[0]);
    int endJ = Math.min(firstJ + chunk[1], shape[1]);
    int endK = Math.min(firstK + chunk[2], shape[2]);
    codec.clear();
    for (int i = firstI; i < endI; i++) {
      for (int j = firstJ; j < endJ; j++) {
        int from = (i * shape[1] + j) * shape[2];
        int to = ((i - firstI) * chunk[1] + j - firstJ) * chunk[2] - firstK;
        for (int k = firstK; k < endK; k++) {
          codec.set(to + k, Quantisation.WRITTEN.code(voxels[from + k]));
        }
      }
    }
  }
}
