package dev.hybridmim.evaluator.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Arrays of a NumPy {@code .npz} file: C order, little-endian, of the few types that the vectors
 * use.
 */
public final class Npz {
  private static final Pattern DESCRIPTION = Pattern.compile("'descr': '([^']+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': (True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

  private final Map<String, Entry> entries;

  private Npz(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** One array: its type as NumPy writes it (such as {@code <f4}), shape and raw bytes. */
  public record Entry(String type, int[] shape, ByteBuffer data) {

    public byte[] bytes() {
      requireType("|u1", "|b1");
      byte[] bytes = new byte[data.remaining()];
      data.duplicate().get(bytes);
      return bytes;
    }

    public float[] floats() {
      requireType("<f4");
      float[] floats = new float[data.remaining() / Float.BYTES];
      data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
      return floats;
    }

    public long[] longs() {
      requireType("<i8");
      long[] longs = new long[data.remaining() / Long.BYTES];
      data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(longs);
      return longs;
    }

    private void requireType(String... types) {
      if (!Arrays.asList(types).contains(type)) {
        throw new IllegalStateException("The array is of type " + type + ".");
      }
    }
  }

  public static Npz read(Path file) {
    Map<String, Entry> entries = new TreeMap<>();
    try (InputStream stream = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(stream)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName().replaceFirst("\\.npy$", ""), parse(zip.readAllBytes()));
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return new Npz(entries);
  }

  public Entry get(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(name + " is not among " + entries.keySet());
    }
    return entry;
  }

  public Set<String> names() {
    return entries.keySet();
  }

  private static Entry parse(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int major = buffer.get(6);
    int length = major == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
    int start = major == 1 ? 10 : 12;
    String header = new String(file, start, length, StandardCharsets.ISO_8859_1);
    if (find(ORDER, header).equals("True")) {
      throw new IllegalStateException("Fortran order is not read here.");
    }
    int[] shape =
        Arrays.stream(find(SHAPE, header).split(","))
            .map(String::trim)
            .filter(extent -> !extent.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    ByteBuffer data = ByteBuffer.wrap(file, start + length, file.length - start - length).slice();
    return new Entry(find(DESCRIPTION, header), shape, data);
  }

  private static String find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalStateException("Not a NumPy header: " + header);
    }
    return matcher.group(1);
  }
}
