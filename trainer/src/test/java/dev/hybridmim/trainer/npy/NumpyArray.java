package dev.hybridmim.trainer.npy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A little-endian array in C order from a {@code .npy} file (NumPy's format, NEP 1), as doubles.
 *
 * @param shape edge lengths, outermost first
 * @param values in C order
 */
public record NumpyArray(long[] shape, double[] values) {
  private static final int PREAMBLE = 10;
  private static final Pattern TYPE = Pattern.compile("'descr': '([<|][a-z]\\d+)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

  /** Reads a {@code .npy} file. */
  public static NumpyArray read(Path file) {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a {@code .npz} file: all arrays by name. */
  public static Map<String, NumpyArray> readAll(Path file) {
    Map<String, NumpyArray> arrays = new LinkedHashMap<>();
    try (InputStream stream = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(stream)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        arrays.put(name, parse(zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrays;
  }

  /** The values as floats. */
  public float[] floats() {
    float[] floats = new float[values.length];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = (float) values[index];
    }
    return floats;
  }

  /** The values as whole numbers. */
  public long[] longs() {
    return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
  }

  /** The only value. */
  public double scalar() {
    if (values.length != 1) {
      throw new IllegalStateException("Not a scalar: " + Arrays.toString(shape));
    }
    return values[0];
  }

  private static NumpyArray parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = buffer.getShort(8);
    String header = new String(bytes, PREAMBLE, headerLength, StandardCharsets.ISO_8859_1);
    if (header.contains("'fortran_order': True")) {
      throw new IllegalArgumentException("Fortran order is not read: " + header);
    }
    Matcher shapeText = find(SHAPE, header);
    long[] shape =
        Arrays.stream(shapeText.group(1).split(","))
            .map(String::strip)
            .filter(edge -> !edge.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    buffer.position(PREAMBLE + headerLength);
    return new NumpyArray(shape, values(buffer, find(TYPE, header).group(1), count));
  }

  private static double[] values(ByteBuffer buffer, String type, int count) {
    double[] values = new double[count];
    for (int index = 0; index < count; index++) {
      values[index] =
          switch (type) {
            case "<f4" -> buffer.getFloat();
            case "<f8" -> buffer.getDouble();
            case "<i8" -> buffer.getLong();
            case "<i4" -> buffer.getInt();
            case "|u1" -> Byte.toUnsignedInt(buffer.get());
            case "|i1", "|b1" -> buffer.get();
            default -> throw new IllegalArgumentException("The type " + type + " is not read");
          };
    }
    return values;
  }

  private static Matcher find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("Not a NumPy header: " + header);
    }
    return matcher;
  }
}
