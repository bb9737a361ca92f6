package dev.hybridmim.ingest.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * Makes NIfTI files field by field, also wrong ones. Voxels are given in the file's order: i
 * contiguous.
 */
public final class NiftiBytes {
  private final int version;
  private final ByteOrder order;
  private long[] dim = {3, 8, 9, 10, 1, 1, 1, 1};
  private double[] pixdim = {1, 1, 1, 1, 1, 1, 1, 1};
  private int datatype = 4;
  private int bytes = 2;
  private double slope;
  private double intercept;
  private int units = 2;
  private int qform;
  private int sform;
  private double[] quaternion = new double[3];
  private double[] offset = new double[3];
  private double[] srow = new double[12];
  private double voxelOffset = -1;
  private int extensionBytes;
  private String magic = "n+";
  private double[] voxels;

  public NiftiBytes(int version, ByteOrder order) {
    this.version = version;
    this.order = order;
  }

  public static NiftiBytes little() {
    return new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN);
  }

  public NiftiBytes dim(long... values) {
    dim = Arrays.copyOf(values, 8);
    return this;
  }

  public NiftiBytes pixdim(double... values) {
    pixdim = Arrays.copyOf(values, 8);
    return this;
  }

  public NiftiBytes type(int code, int bytesOfOne) {
    datatype = code;
    bytes = bytesOfOne;
    return this;
  }

  public NiftiBytes scaling(double newSlope, double newIntercept) {
    slope = newSlope;
    intercept = newIntercept;
    return this;
  }

  public NiftiBytes units(int code) {
    units = code;
    return this;
  }

  public NiftiBytes qform(int code, double[] bcd, double... newOffset) {
    qform = code;
    quaternion = bcd;
    offset = newOffset;
    return this;
  }

  public NiftiBytes sform(int code, double... rows) {
    sform = code;
    srow = rows;
    return this;
  }

  public NiftiBytes magic(String firstTwo) {
    magic = firstTwo;
    return this;
  }

  public NiftiBytes voxelOffset(double value) {
    voxelOffset = value;
    return this;
  }

  public NiftiBytes extension(int count) {
    extensionBytes = count;
    return this;
  }

  public NiftiBytes voxels(double... values) {
    voxels = values;
    return this;
  }

  /** Numbers 0, 1, 2, ... in the file's order. */
  public NiftiBytes counting() {
    voxels = new double[Math.toIntExact(dim[1] * dim[2] * dim[3])];
    Arrays.setAll(voxels, n -> n);
    return this;
  }

  public byte[] gzip() {
    return gzip(plain());
  }

  public static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream to = new GZIPOutputStream(packed)) {
      to.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  public byte[] plain() {
    int start = (version == 1 ? 352 : 544) + extensionBytes;
    int count = voxels == null ? 0 : voxels.length;
    ByteBuffer file = ByteBuffer.allocate(start + count * bytes).order(order);
    if (version == 1) {
      header1(file, voxelOffset < 0 ? start : voxelOffset);
    } else {
      header2(file, voxelOffset < 0 ? start : voxelOffset);
    }
    if (extensionBytes > 0) {
      file.put(start - extensionBytes - 4, (byte) 1);
    }
    for (int n = 0; n < count; n++) {
      put(file, start + n * bytes, voxels[n]);
    }
    return file.array();
  }

  private void put(ByteBuffer file, int at, double value) {
    switch (datatype) {
      case 2, 256 -> file.put(at, (byte) (int) value);
      case 4, 512 -> file.putShort(at, (short) (int) value);
      case 8, 768 -> file.putInt(at, (int) (long) value);
      case 16 -> file.putFloat(at, (float) value);
      case 64 -> file.putDouble(at, value);
      case 1024 -> file.putLong(at, (long) value);
      case 1280 ->
          file.putLong(
              at, value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE);
      default -> {
        // Types that can't be read need no numbers.
      }
    }
  }

  private void header1(ByteBuffer file, double start) {
    file.putInt(0, 348);
    for (int n = 0; n < 8; n++) {
      file.putShort(40 + 2 * n, (short) dim[n]);
      file.putFloat(76 + 4 * n, (float) pixdim[n]);
    }
    file.putShort(70, (short) datatype).putShort(72, (short) (8 * bytes));
    file.putFloat(108, (float) start).putFloat(112, (float) slope).putFloat(116, (float) intercept);
    file.put(123, (byte) units).putShort(252, (short) qform).putShort(254, (short) sform);
    for (int n = 0; n < 3; n++) {
      file.putFloat(256 + 4 * n, (float) quaternion[n]).putFloat(268 + 4 * n, (float) offset[n]);
    }
    for (int n = 0; n < 12; n++) {
      file.putFloat(280 + 4 * n, (float) srow[n]);
    }
    file.put(344, (byte) magic.charAt(0)).put(345, (byte) magic.charAt(1)).put(346, (byte) '1');
  }

  private void header2(ByteBuffer file, double start) {
    file.putInt(0, 540);
    byte[] mark = {(byte) magic.charAt(0), (byte) magic.charAt(1), '2', 0, '\r', '\n', 0x1a, '\n'};
    for (int n = 0; n < 8; n++) {
      file.put(4 + n, mark[n]).putLong(16 + 8 * n, dim[n]).putDouble(104 + 8 * n, pixdim[n]);
    }
    file.putShort(12, (short) datatype).putShort(14, (short) (8 * bytes));
    file.putLong(168, (long) start).putDouble(176, slope).putDouble(184, intercept);
    file.putInt(344, qform).putInt(348, sform).putInt(500, units);
    for (int n = 0; n < 3; n++) {
      file.putDouble(352 + 8 * n, quaternion[n]).putDouble(376 + 8 * n, offset[n]);
    }
    for (int n = 0; n < 12; n++) {
      file.putDouble(400 + 8 * n, srow[n]);
    }
  }
}
