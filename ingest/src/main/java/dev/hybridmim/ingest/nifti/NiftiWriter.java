package dev.hybridmim.ingest.nifti;

import dev.hybridmim.ingest.image.Image;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes an image as a NIfTI-1 file: little-endian, one file, geometry as sform (scanner
 * coordinates, millimetres), numbers unscaled. The same image always gives the same bytes.
 */
public final class NiftiWriter {
  private static final int VOXEL_OFFSET = 352;
  private static final short SCANNER_COORDINATES = 1;
  private static final byte MILLIMETRES = 2;
  private static final int LARGEST_EDGE = Short.MAX_VALUE;

  private NiftiWriter() {}

  /** The file's bytes, packed with gzip if wanted. */
  public static byte[] bytes(Image image, StorageType type, boolean gzip) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(image, type, gzip, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes a file; it is packed with gzip when its name ends in {@code .gz}. */
  public static void write(Image image, StorageType type, Path file) throws IOException {
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(image, type, file.getFileName().toString().endsWith(".gz"), to);
    }
  }

  /**
   * Writes to a stream and leaves it open.
   *
   * @throws IllegalArgumentException when a voxel does not fit the type or an edge is longer than
   *     NIfTI-1 allows
   */
  public static void write(Image image, StorageType type, boolean gzip, OutputStream to)
      throws IOException {
    if (gzip) {
      GZIPOutputStream packed = new GZIPOutputStream(to);
      writePlain(image, type, packed);
      packed.finish();
    } else {
      writePlain(image, type, to);
    }
  }

  private static void writePlain(Image image, StorageType type, OutputStream to)
      throws IOException {
    to.write(header(image, type));
    int sizeI = image.size(0);
    int sizeJ = image.size(1);
    ByteBuffer row =
        ByteBuffer.allocate(sizeI * type.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int k = 0; k < image.size(2); k++) {
      for (int j = 0; j < sizeJ; j++) {
        row.clear();
        for (int i = 0; i < sizeI; i++) {
          put(image.at(i, j, k), type, row);
        }
        to.write(row.array());
      }
    }
  }

  private static void put(float value, StorageType type, ByteBuffer row) {
    if (!type.holds(value)) {
      throw new IllegalArgumentException("A voxel of " + value + " can't be stored as " + type);
    }
    switch (type) {
      case UINT8 -> row.put((byte) Math.rint(value));
      case INT16 -> row.putShort((short) Math.rint(value));
      case FLOAT32 -> row.putFloat(value);
    }
  }

  private static byte[] header(Image image, StorageType type) {
    ByteBuffer header = ByteBuffer.allocate(VOXEL_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, NiftiHeader.BYTES_1);
    header.putShort(40, (short) 3);
    double[] spacing = image.affine().spacing();
    for (int axis = 0; axis < 3; axis++) {
      if (image.size(axis) > LARGEST_EDGE) {
        throw new IllegalArgumentException(
            "NIfTI-1 holds at most " + LARGEST_EDGE + " voxels along an axis");
      }
      header.putShort(42 + 2 * axis, (short) image.size(axis));
      header.putFloat(80 + 4 * axis, (float) spacing[axis]);
    }
    for (int axis = 4; axis <= 7; axis++) {
      header.putShort(40 + 2 * axis, (short) 1);
    }
    header.putShort(70, (short) type.type().code());
    header.putShort(72, (short) (8 * type.type().bytes()));
    header.putFloat(76, 1);
    header.putFloat(108, VOXEL_OFFSET);
    header.putFloat(112, 1);
    header.put(123, MILLIMETRES);
    header.putShort(254, SCANNER_COORDINATES);
    double[] rows = image.affine().toRowMajor();
    for (int n = 0; n < 12; n++) {
      header.putFloat(280 + 4 * n, (float) rows[n]);
    }
    header.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
    return header.array();
  }
}
