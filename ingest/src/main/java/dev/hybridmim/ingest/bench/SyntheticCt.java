package dev.hybridmim.ingest.bench;

import dev.hybridmim.platform.number.Seeds;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A CT as a scanner would leave it: a body with lungs and bones in air, noise everywhere, whole
 * Hounsfield units, 0.8 x 0.8 x 2.5 mm, axes to the left and to the back as most archives have
 * them. Made from a seed.
 */
final class SyntheticCt {
  private static final int HEADER_BYTES = 352;
  private static final double PIXEL_MM = 0.8;
  private static final double SLICE_MM = 2.5;
  // The sum of four random bytes, which is close to normal, has this standard deviation.
  private static final double BYTES_SIGMA = 147.8;
  private static final double BYTES_MEAN = 510;
  private static final double NOISE_HU = 24;
  private static final short LEAST_HU = -1024;

  private SyntheticCt() {}

  /** Writes {@code edge} x {@code edge} x {@code slices} voxels as a packed NIfTI-1 file. */
  static void write(Path file, int edge, int slices, long seed) throws IOException {
    UniformRandomProvider random = Seeds.random(seed);
    try (OutputStream packed =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16))) {
      packed.write(header(edge, slices));
      ByteBuffer slice =
          ByteBuffer.allocate(edge * edge * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int k = 0; k < slices; k++) {
        slice.clear();
        double z = 2.0 * k / slices - 1;
        for (int j = 0; j < edge; j++) {
          double y = 2.0 * j / edge - 1;
          for (int i = 0; i < edge; i++) {
            double x = 2.0 * i / edge - 1;
            double noise = (byteSum(random.nextInt()) - BYTES_MEAN) * (NOISE_HU / BYTES_SIGMA);
            slice.putShort((short) Math.max(LEAST_HU, Math.rint(tissue(x, y, z) + noise)));
          }
        }
        packed.write(slice.array());
      }
    }
  }

  private static int byteSum(int bits) {
    return (bits & 0xff) + (bits >>> 8 & 0xff) + (bits >>> 16 & 0xff) + (bits >>> 24);
  }

  /** Hounsfield units at a place between -1 and 1. */
  private static double tissue(double x, double y, double z) {
    if (x * x / 0.62 + y * y / 0.34 > 1) {
      return -1000;
    }
    double lung = square((Math.abs(x) - 0.34) / 0.24) + square(y / 0.38) + square((z - 0.2) / 0.6);
    if (lung < 1) {
      return -830;
    }
    if (square(x / 0.1) + square((y - 0.38) / 0.1) < 1) {
      return 400 + 200 * Math.sin(40 * z);
    }
    return x * x / 0.55 + y * y / 0.29 > 1 ? -90 : 45 + 20 * Math.sin(9 * x) * Math.cos(7 * y + z);
  }

  private static double square(double value) {
    return value * value;
  }

  private static byte[] header(int edge, int slices) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 348);
    short[] dimensions = {3, (short) edge, (short) edge, (short) slices, 1, 1, 1, 1};
    for (int n = 0; n < dimensions.length; n++) {
      header.putShort(40 + 2 * n, dimensions[n]);
    }
    header.putShort(70, (short) 4).putShort(72, (short) Short.SIZE);
    float[] spacing = {1, (float) PIXEL_MM, (float) PIXEL_MM, (float) SLICE_MM};
    for (int n = 0; n < spacing.length; n++) {
      header.putFloat(76 + 4 * n, spacing[n]);
    }
    header.putFloat(108, HEADER_BYTES).putFloat(112, 1);
    header.put(123, (byte) 2).putShort(254, (short) 1);
    header.putFloat(280, (float) -PIXEL_MM).putFloat(292, (float) (PIXEL_MM * edge / 2));
    header.putFloat(300, (float) -PIXEL_MM).putFloat(308, (float) (PIXEL_MM * edge / 2));
    header.putFloat(320, (float) SLICE_MM);
    header.put(344, "n+1\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return header.array();
  }
}
