package dev.hybridmim.ingest.nifti;

import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a label map into the geometry of the scan that it belongs to: every geometrical field of
 * the scan's header (pixdim, units, qform and sform with their codes) is taken over bit for bit, so
 * that any viewer lays one over the other. What a header may hold of a patient (descriptions,
 * names) is left out.
 */
public final class NiftiLabelWriter {
  private static final int LARGEST_EDGE_1 = Short.MAX_VALUE;
  private static final int SPATIAL_UNITS = 7;
  private static final short UINT8 = 2;
  private static final short LABEL_INTENT = 1002;
  private static final byte[] MAGIC_1 = {'n', '+', '1', 0};
  private static final byte[] MAGIC_2 = {'n', '+', '2', 0, '\r', '\n', 26, '\n'};

  private NiftiLabelWriter() {}

  /**
   * Writes a file in one step: it is there whole or not at all.
   *
   * @param labels one byte a voxel, C order (k contiguous)
   * @param shape voxels along i, j, k: the scan's
   * @param scan a NIfTI file, packed or not
   * @param file replaced when it exists; packed when its name ends in {@code .gz}
   * @throws UnreadableScanException when the scan has no NIfTI header
   */
  public static void write(byte[] labels, int[] shape, Path scan, Path file)
      throws IOException, UnreadableScanException {
    if ((long) shape[0] * shape[1] * shape[2] != labels.length) {
      throw new IllegalArgumentException(
          labels.length + " labels don't fill " + Arrays.toString(shape));
    }
    byte[] header = header(read(scan), shape);
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "labels", ".draft");
    try {
      try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(draft));
          OutputStream to =
              file.getFileName().toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
        to.write(header);
        writeVoxels(labels, shape, to);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A file has i contiguous. */
  private static void writeVoxels(byte[] labels, int[] shape, OutputStream to) throws IOException {
    byte[] row = new byte[shape[0]];
    int strideI = shape[1] * shape[2];
    for (int k = 0; k < shape[2]; k++) {
      for (int j = 0; j < shape[1]; j++) {
        for (int i = 0; i < shape[0]; i++) {
          row[i] = labels[i * strideI + j * shape[2] + k];
        }
        to.write(row);
      }
    }
  }

  private static byte[] read(Path scan) throws IOException, UnreadableScanException {
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(scan))) {
      stored.mark(2);
      boolean packed = stored.read() == 0x1f && stored.read() == 0x8b;
      stored.reset();
      InputStream plain = packed ? new GZIPInputStream(stored) : stored;
      byte[] four = plain.readNBytes(4);
      int size = four.length < 4 ? 0 : NiftiHeader.size(four);
      byte[] header = Arrays.copyOf(four, Math.max(4, size));
      if (size == 0 || plain.readNBytes(header, 4, size - 4) < size - 4) {
        throw new UnreadableScanException(
            RejectReason.NOT_NIFTI, "The scan is no NIfTI file; convert it to NIfTI.");
      }
      return header;
    }
  }

  private static byte[] header(byte[] scan, int[] shape) {
    ByteBuffer from = ByteBuffer.wrap(scan).order(ByteOrder.LITTLE_ENDIAN);
    if (from.getInt(0) != scan.length) {
      from.order(ByteOrder.BIG_ENDIAN);
    }
    return scan.length == NiftiHeader.BYTES_1 ? first(from, shape) : second(from, shape);
  }

  private static byte[] first(ByteBuffer from, int[] shape) {
    ByteBuffer to = ByteBuffer.allocate(NiftiHeader.BYTES_1 + 4).order(from.order());
    to.putInt(0, NiftiHeader.BYTES_1);
    to.putShort(40, (short) 3);
    for (int axis = 0; axis < 7; axis++) {
      int edge = axis < 3 ? shape[axis] : 1;
      if (edge > LARGEST_EDGE_1) {
        throw new IllegalArgumentException("NIfTI-1 holds no axis of " + edge + " voxels");
      }
      to.putShort(42 + 2 * axis, (short) edge);
    }
    to.putShort(68, LABEL_INTENT);
    to.putShort(70, UINT8);
    to.putShort(72, (short) 8);
    copy(from, to, 76, 16);
    to.putFloat(108, NiftiHeader.BYTES_1 + 4);
    to.putFloat(112, 1);
    to.put(123, (byte) (from.get(123) & SPATIAL_UNITS));
    copy(from, to, 252, 328 - 252);
    put(to, 344, MAGIC_1);
    return to.array();
  }

  private static byte[] second(ByteBuffer from, int[] shape) {
    ByteBuffer to = ByteBuffer.allocate(NiftiHeader.BYTES_2 + 4).order(from.order());
    to.putInt(0, NiftiHeader.BYTES_2);
    put(to, 4, MAGIC_2);
    to.putShort(12, UINT8);
    to.putShort(14, (short) 8);
    to.putLong(16, 3);
    for (int axis = 0; axis < 7; axis++) {
      to.putLong(24 + 8 * axis, axis < 3 ? shape[axis] : 1);
    }
    copy(from, to, 104, 32);
    to.putLong(168, NiftiHeader.BYTES_2 + 4);
    to.putDouble(176, 1);
    copy(from, to, 344, 496 - 344);
    to.putInt(500, from.getInt(500) & SPATIAL_UNITS);
    to.putInt(504, LABEL_INTENT);
    return to.array();
  }

  private static void copy(ByteBuffer from, ByteBuffer to, int offset, int bytes) {
    System.arraycopy(from.array(), offset, to.array(), offset, bytes);
  }

  private static void put(ByteBuffer to, int offset, byte[] bytes) {
    System.arraycopy(bytes, 0, to.array(), offset, bytes.length);
  }
}
