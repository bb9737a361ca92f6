package dev.hybridmim.ingest.intake.message;

import dev.hybridmim.ingest.intake.association.AbortReason;
import dev.hybridmim.ingest.intake.association.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A command set: elements of group 0000. Immutable. */
final class Command {
  /** Larger than any command of PS3.7 by two orders of magnitude. */
  static final int LARGEST = 16 << 10;

  private static final int ELEMENT_HEAD = 8;
  private static final int LONGEST_COMMENT = 64;

  private final Map<Integer, byte[]> values;

  private Command(Map<Integer, byte[]> values) {
    this.values = values;
  }

  /**
   * Reads a whole command.
   *
   * @throws ProtocolException when it is none
   */
  static Command read(byte[] bytes, int length) throws ProtocolException {
    Map<Integer, byte[]> values = new TreeMap<>();
    int position = 0;
    while (position < length) {
      require(length - position >= ELEMENT_HEAD, "A command ends within an element");
      int group = littleShort(bytes, position);
      int element = littleShort(bytes, position + 2);
      long size = littleShort(bytes, position + 4) | (long) littleShort(bytes, position + 6) << 16;
      position += ELEMENT_HEAD;
      require(group == 0, "A command has an element outside of group 0000");
      require(size <= length - position, "An element goes beyond its command");
      byte[] value = java.util.Arrays.copyOfRange(bytes, position, position + (int) size);
      require(values.put(element, value) == null, "A command has an element twice");
      position += (int) size;
    }
    Command command = new Command(values);
    command.number(CommandField.COMMAND);
    command.number(CommandField.DATA_SET_TYPE);
    return command;
  }

  /** Begins an answer to this command. */
  Builder answer(Status status) throws ProtocolException {
    Builder builder =
        new Builder()
            .number(CommandField.COMMAND, CommandField.RESPONSE | field())
            .number(CommandField.ANSWERED_MESSAGE_ID, messageId())
            .number(CommandField.DATA_SET_TYPE, CommandField.NO_DATA_SET)
            .number(CommandField.STATUS, status.code());
    copy(CommandField.AFFECTED_SOP_CLASS, builder);
    copy(CommandField.AFFECTED_SOP_INSTANCE, builder);
    return builder;
  }

  private void copy(int element, Builder builder) {
    if (values.containsKey(element)) {
      builder.values.put(element, values.get(element));
    }
  }

  int field() throws ProtocolException {
    return number(CommandField.COMMAND);
  }

  boolean isAnswer() throws ProtocolException {
    return (field() & CommandField.RESPONSE) != 0;
  }

  int messageId() throws ProtocolException {
    return number(CommandField.MESSAGE_ID);
  }

  int status() throws ProtocolException {
    return number(CommandField.STATUS);
  }

  boolean hasDataSet() throws ProtocolException {
    return number(CommandField.DATA_SET_TYPE) != CommandField.NO_DATA_SET;
  }

  /** A unique identifier as it stands there, which may be malformed; empty when it is missing. */
  String uid(int element) {
    byte[] value = values.getOrDefault(element, new byte[0]);
    int end = value.length;
    while (end > 0 && (value[end - 1] == 0 || value[end - 1] == ' ')) {
      end--;
    }
    return new String(value, 0, end, StandardCharsets.ISO_8859_1);
  }

  private int number(int element) throws ProtocolException {
    byte[] value = values.get(element);
    require(
        value != null && value.length == 2,
        "A command lacks its element (0000," + String.format("%04X", element) + ")");
    return littleShort(value, 0);
  }

  private static int littleShort(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) | (bytes[offset + 1] & 0xff) << 8;
  }

  private static void require(boolean holds, String message) throws ProtocolException {
    if (!holds) {
      throw new ProtocolException(AbortReason.INVALID_PARAMETER_VALUE, message);
    }
  }

  /** Collects the elements of a command to be sent. */
  static final class Builder {
    private final Map<Integer, byte[]> values = new TreeMap<>();

    Builder number(int element, int value) {
      values.put(element, new byte[] {(byte) value, (byte) (value >>> 8)});
      return this;
    }

    Builder uid(int element, String uid) {
      return bytes(element, uid, 0);
    }

    Builder comment(String text) {
      String cut = text.length() > LONGEST_COMMENT ? text.substring(0, LONGEST_COMMENT) : text;
      return bytes(CommandField.ERROR_COMMENT, cut, ' ');
    }

    private Builder bytes(int element, String text, int padding) {
      ByteArrayOutputStream padded = new ByteArrayOutputStream();
      padded.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      if (padded.size() % 2 == 1) {
        padded.write(padding);
      }
      values.put(element, padded.toByteArray());
      return this;
    }

    byte[] build() {
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      values.forEach((element, value) -> write(rest, element, value));
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      byte[] groupLength = {
        (byte) rest.size(), (byte) (rest.size() >>> 8), (byte) (rest.size() >>> 16), 0
      };
      write(whole, CommandField.GROUP_LENGTH, groupLength);
      whole.writeBytes(rest.toByteArray());
      return whole.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int element, byte[] value) {
      out.write(0);
      out.write(0);
      out.write(element);
      out.write(element >>> 8);
      out.write(value.length);
      out.write(value.length >>> 8);
      out.write(0);
      out.write(0);
      out.writeBytes(value);
    }
  }
}
