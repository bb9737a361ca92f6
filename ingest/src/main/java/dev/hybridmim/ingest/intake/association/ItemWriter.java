package dev.hybridmim.ingest.intake.association;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes big-endian fields and items. */
final class ItemWriter {
  private static final int TITLE_BYTES = 16;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void unsignedByte(int value) {
    bytes.write(value);
  }

  void unsignedShort(int value) {
    bytes.write(value >>> 8);
    bytes.write(value);
  }

  void unsignedInt(long value) {
    unsignedShort((int) (value >>> 16));
    unsignedShort((int) value);
  }

  void zeros(int count) {
    for (int n = 0; n < count; n++) {
      bytes.write(0);
    }
  }

  void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** An AE title, padded with spaces to 16 bytes. */
  void title(String title) {
    byte[] characters = title.getBytes(StandardCharsets.ISO_8859_1);
    for (int n = 0; n < TITLE_BYTES; n++) {
      bytes.write(n < characters.length ? characters[n] : ' ');
    }
  }

  /** Type, reserved byte, 16-bit length and content. */
  void item(int type, Consumer<ItemWriter> content) {
    ItemWriter inner = new ItemWriter();
    content.accept(inner);
    byte[] written = inner.toByteArray();
    unsignedByte(type);
    unsignedByte(0);
    unsignedShort(written.length);
    bytes.writeBytes(written);
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
