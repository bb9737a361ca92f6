package dev.hybridmim.trainer.safetensors;

import dev.hybridmim.trainer.safetensors.SafetensorsException.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A safetensors file, open for reading.
 *
 * <p>Opening reads and checks the header; an array's bytes are mapped when it is asked for, so that
 * a file larger than memory can be read in part. Mapped arrays stay valid after {@link #close()};
 * the file must not be shortened while they are in use.
 *
 * <pre>{@code
 * try (SafetensorsFile file = SafetensorsFile.open(path)) {
 *   Tensor weight = file.tensor("encoder.0.weight");
 * }
 * }</pre>
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final int LENGTH_FIELD = Long.BYTES;

  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataStart;
  private final SortedMap<String, TensorEntry> entries = new TreeMap<>();

  private SafetensorsFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    long size = channel.size();
    byte[] json = readHeader(size);
    this.dataStart = LENGTH_FIELD + (long) json.length;
    this.header = SafetensorsHeader.parse(json, size - dataStart, path.toString());
    header.entries().forEach(entry -> entries.put(entry.name(), entry));
  }

  /**
   * Opens a file and checks its header against the whole file's length.
   *
   * @throws SafetensorsException when the file cannot be read or breaks a rule of the format
   */
  public static SafetensorsFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new SafetensorsFile(path, channel);
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SafetensorsException(
          Problem.UNREADABLE, path + " could not be read: " + e.getMessage(), e);
    }
  }

  /**
   * All arrays of a file, mapped.
   *
   * @throws SafetensorsException as {@link #open} and {@link #tensor}
   */
  public static SortedMap<String, Tensor> readAll(Path path) {
    try (SafetensorsFile file = open(path)) {
      return file.tensors();
    }
  }

  /** The header. */
  public SafetensorsHeader header() {
    return header;
  }

  /** The arrays' names. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet((SortedSet<String>) entries.keySet());
  }

  /**
   * One array, mapped from the file.
   *
   * @throws SafetensorsException when there is none of this name, when it has 2 GiB or more, or
   *     when mapping fails
   */
  public Tensor tensor(String name) {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new SafetensorsException(
          Problem.NO_SUCH_TENSOR, path + " holds no array '" + name + "'.");
    }
    if (entry.byteLength() > Integer.MAX_VALUE) {
      throw new SafetensorsException(
          Problem.TENSOR_TOO_LARGE,
          path
              + ": the array '"
              + name
              + "' has "
              + entry.byteLength()
              + " bytes; at most "
              + Integer.MAX_VALUE
              + " can be mapped.");
    }
    try {
      ByteBuffer bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, dataStart + entry.begin(), entry.byteLength());
      return new Tensor(entry.dtype(), entry.shape(), bytes);
    } catch (IOException e) {
      throw new SafetensorsException(
          Problem.UNREADABLE,
          path + ": the array '" + name + "' could not be mapped: " + e.getMessage(),
          e);
    }
  }

  /** All arrays by name, mapped. */
  public SortedMap<String, Tensor> tensors() {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    for (String name : entries.keySet()) {
      tensors.put(name, tensor(name));
    }
    return tensors;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new SafetensorsException(
          Problem.UNREADABLE, path + " could not be closed: " + e.getMessage(), e);
    }
  }

  private byte[] readHeader(long size) throws IOException {
    if (size < LENGTH_FIELD) {
      throw new SafetensorsException(
          Problem.TRUNCATED_HEADER,
          path + " has " + size + " bytes, less than the header's length field.");
    }
    ByteBuffer field = ByteBuffer.allocate(LENGTH_FIELD).order(ByteOrder.LITTLE_ENDIAN);
    readFully(field, 0);
    long length = field.getLong(0);
    // A length above 2^63 reads as negative.
    if (length < 0 || length > SafetensorsHeader.MAXIMUM_BYTES) {
      throw new SafetensorsException(
          Problem.HEADER_TOO_LARGE,
          path
              + " announces a header of "
              + Long.toUnsignedString(length)
              + " bytes; at most "
              + SafetensorsHeader.MAXIMUM_BYTES
              + " are read.");
    }
    if (LENGTH_FIELD + length > size) {
      throw new SafetensorsException(
          Problem.TRUNCATED_HEADER,
          path + " announces a header of " + length + " bytes but ends before it does.");
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    readFully(json, LENGTH_FIELD);
    return json.array();
  }

  private void readFully(ByteBuffer target, long position) throws IOException {
    while (target.hasRemaining()) {
      int count = channel.read(target, position + target.position());
      if (count < 0) {
        throw new EOFException("the file ended early");
      }
    }
  }
}
