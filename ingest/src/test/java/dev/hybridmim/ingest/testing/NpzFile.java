package dev.hybridmim.ingest.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads NumPy's .npz archives: zips of .npy, C order, little-endian. */
public final class NpzFile {
  private static final Pattern TYPE = Pattern.compile("'descr': '([<|][a-z][0-9])'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

  private final Path file;

  public NpzFile(Path file) {
    this.file = file;
  }

  /** An array of any number type as doubles. */
  public NpyArray array(String name) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry == null) {
        throw new IllegalArgumentException(name + " is not in " + file.getFileName());
      }
      return parse(zip.getInputStream(entry).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shape and numbers, C order. */
  @SuppressWarnings("ArrayRecordComponent")
  public record NpyArray(int[] shape, double[] values) {
    /** The last three edges: those of (channel, i, j, k). */
    public int[] spatialShape() {
      return Arrays.copyOfRange(shape, shape.length - 3, shape.length);
    }
  }

  private static NpyArray parse(byte[] npy) {
    ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int headerStart = npy[6] == 1 ? 10 : 12;
    int headerLength = npy[6] == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
    String header = new String(npy, headerStart, headerLength, StandardCharsets.US_ASCII);
    if (header.contains("'fortran_order': True")) {
      throw new IllegalArgumentException("Fortran order is not read");
    }
    int[] shape =
        Arrays.stream(match(SHAPE, header).split(","))
            .map(String::trim)
            .filter(part -> !part.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    String type = match(TYPE, header);
    buffer.position(headerStart + headerLength);
    for (int n = 0; n < values.length; n++) {
      values[n] =
          switch (type) {
            case "<f4" -> buffer.getFloat();
            case "<f8" -> buffer.getDouble();
            case "<i8" -> buffer.getLong();
            case "|u1" -> buffer.get() & 0xff;
            default -> throw new IllegalArgumentException("Type " + type + " is not read");
          };
    }
    return new NpyArray(shape, values);
  }

  private static String match(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("No .npy header: " + header);
    }
    return matcher.group(1);
  }
}
