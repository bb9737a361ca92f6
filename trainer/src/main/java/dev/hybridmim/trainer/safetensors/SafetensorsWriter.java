package dev.hybridmim.trainer.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hybridmim.trainer.safetensors.SafetensorsException.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes arrays as a safetensors file; the same arrays always give the same bytes (see the
 * package's description).
 */
public final class SafetensorsWriter {
  /** Descending alignment, and among equals the order in which Python's writer puts them. */
  private static final List<TensorType> TYPE_ORDER =
      List.of(
          TensorType.I64,
          TensorType.F64,
          TensorType.F32,
          TensorType.I32,
          TensorType.BF16,
          TensorType.F16,
          TensorType.I16,
          TensorType.I8,
          TensorType.U8,
          TensorType.BOOL);

  private static final JsonFactory JSON = new JsonFactory();
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes a file, replacing one that is there. The bytes are forced to the disk before this
   * returns.
   *
   * @param path the file
   * @param tensors arrays by name
   * @param metadata strings for {@code __metadata__}; none is written when empty
   * @throws SafetensorsException when a name cannot be used, the header grows beyond 100,000,000
   *     bytes or writing fails
   */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, tensors, metadata);
      channel.force(true);
    } catch (IOException e) {
      throw new SafetensorsException(
          Problem.UNREADABLE, path + " could not be written: " + e.getMessage(), e);
    }
  }

  /** As {@link #write(Path, Map, Map)}, to any channel, which stays open. */
  public static void write(
      WritableByteChannel channel, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<Named> order = inFileOrder(tensors);
    byte[] header = header(order, new TreeMap<>(metadata));
    writeFully(
        channel,
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .flip());
    writeFully(channel, ByteBuffer.wrap(header));
    for (Named named : order) {
      writeFully(channel, named.tensor().data());
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Named(String name, byte[] utf8, Tensor tensor) {}

  private static List<Named> inFileOrder(Map<String, Tensor> tensors) {
    List<Named> order = new ArrayList<>();
    tensors.forEach((name, tensor) -> order.add(new Named(name, utf8(usable(name)), tensor)));
    order.sort(
        Comparator.<Named>comparingInt(named -> TYPE_ORDER.indexOf(named.tensor().dtype()))
            .thenComparing(Named::utf8, Arrays::compareUnsigned));
    return order;
  }

  private static byte[] header(List<Named> order, SortedMap<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          utf8(entry.getKey());
          utf8(entry.getValue());
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long position = 0;
      for (Named named : order) {
        long end = Math.addExact(position, named.tensor().byteLength());
        json.writeObjectFieldStart(named.name());
        json.writeStringField("dtype", named.tensor().dtype().name());
        json.writeFieldName("shape");
        long[] shape = named.tensor().shape();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {position, end}, 0, 2);
        json.writeEndObject();
        position = end;
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    if (bytes.size() > SafetensorsHeader.MAXIMUM_BYTES) {
      throw new SafetensorsException(
          Problem.HEADER_TOO_LARGE,
          "The header of "
              + order.size()
              + " arrays has "
              + bytes.size()
              + " bytes; at most "
              + SafetensorsHeader.MAXIMUM_BYTES
              + " are written.");
    }
    return bytes.toByteArray();
  }

  private static String usable(String name) {
    if (name.equals(SafetensorsHeader.METADATA)) {
      throw new SafetensorsException(
          Problem.UNUSABLE_NAME, "The name " + name + " is reserved by the format.");
    }
    return name;
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(
          Problem.UNUSABLE_NAME, "A name or string is not valid Unicode: " + text, e);
    }
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
