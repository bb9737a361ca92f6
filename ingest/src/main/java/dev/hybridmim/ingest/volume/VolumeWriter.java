package dev.hybridmim.ingest.volume;

import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
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
    return write(store, id, recipe, volume, StageWatch.NONE);
  }

  /** See {@link #write(ObjectStore, String, String, PreparedVolume)}. */
  public static StoredVolume write(
      ObjectStore store, String id, String recipe, PreparedVolume volume, StageWatch watch) {
    String prefix = prefix(id, recipe);
    VolumeMetadata metadata = VolumeMetadata.of(id, recipe, volume);
    ChunkGrid chunks = ChunkGrid.forShape(volume.shape());
    writeChunks(store, prefix + MetadataFiles.ARRAY + "/", chunks, volume, watch);
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
      ObjectStore store,
      String arrayPrefix,
      ChunkGrid chunks,
      PreparedVolume volume,
      StageWatch watch) {
    ChunkCodec codec = new ChunkCodec(chunks.chunkVoxels());
    float[] row = new float[chunks.chunk()[2]];
    short[] codes = new short[row.length];
    for (int i = 0; i < chunks.count(0); i++) {
      for (int j = 0; j < chunks.count(1); j++) {
        for (int k = 0; k < chunks.count(2); k++) {
          watch.enter(Stage.ENCODE);
          fill(codec, chunks, new int[] {i, j, k}, volume, row, codes);
          byte[] encoded = codec.encode();
          watch.enter(Stage.WRITE);
          store.put(arrayPrefix + ChunkGrid.key(i, j, k), encoded, BYTES);
        }
      }
    }
  }

  private static void fill(
      ChunkCodec codec,
      ChunkGrid chunks,
      int[] number,
      PreparedVolume volume,
      float[] row,
      short[] codes) {
    int[] shape = chunks.shape();
    int[] chunk = chunks.chunk();
    int firstI = number[0] * chunk[0];
    int firstJ = number[1] * chunk[1];
    int firstK = number[2] * chunk[2];
    int sizeI = Math.min(chunk[0], shape[0] - firstI);
    int sizeJ = Math.min(chunk[1], shape[1] - firstJ);
    int sizeK = Math.min(chunk[2], shape[2] - firstK);
    codec.clear();
    for (int i = 0; i < sizeI; i++) {
      for (int j = 0; j < sizeJ; j++) {
        volume.copyRow(firstI + i, firstJ + j, firstK, sizeK, row, 0);
        Quantisation.WRITTEN.codes(row, sizeK, codes);
        codec.set((i * chunk[1] + j) * chunk[2], codes, sizeK);
      }
    }
  }
}
