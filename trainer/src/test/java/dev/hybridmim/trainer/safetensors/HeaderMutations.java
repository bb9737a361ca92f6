package dev.hybridmim.trainer.safetensors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Sound headers, damaged in ways that hardware, editors and attackers damage them. */
final class HeaderMutations {
  /** Bytes of data that the sound headers describe. */
  static final int DATA_BYTES = 44;

  private static final List<String> SOUND =
      List.of(
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,5],\"data_offsets\":[0,40]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[40,44]}}",
          "{\"__metadata__\":{\"format\":\"pt\",\"k\":\"v\"},\"x.y\":{\"data_offsets\":[4,44],\"dtype\":\"I64\",\"shape\":[5]},"
              + "\"z\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}} ",
          "{\"e\":{\"dtype\":\"BOOL\",\"shape\":[0,3],\"data_offsets\":[0,0]},\"s\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[0,4]},"
              + "\"t\":{\"dtype\":\"BF16\",\"shape\":[20,1],\"data_offsets\":[4,44]}}   ",
          "{\"w\":{\"dtype\":\"F64\",\"shape\":[1,5],\"data_offsets\":[0,40]},\"v\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[40,44]}}");

  private static final List<String> PIECES =
      List.of(
          "0",
          "1",
          "4",
          "40",
          "44",
          "-1",
          "-0",
          "1e1",
          "4.0",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551616",
          "null",
          "true",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "\u00e9",
          "\"a\"",
          "\"b\"",
          "\"dtype\"",
          "\"shape\"",
          "\"data_offsets\"",
          "\"__metadata__\"",
          "F32",
          "F8_E4M3",
          "U16",
          "C64",
          " ",
          "\n",
          "{}",
          "[]",
          "[0,44]",
          "[0,0]",
          ",\"n\":{}");

  private final SplittableRandom random;

  HeaderMutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Half of the headers are damaged as text, half are well-formed JSON whose numbers may lie. */
  byte[] next() {
    return random.nextBoolean() ? damagedText() : lyingNumbers();
  }

  /** One to three damages to one sound header. */
  private byte[] damagedText() {
    byte[] header = SOUND.get(random.nextInt(SOUND.size())).getBytes(StandardCharsets.UTF_8);
    int damages = 1 + random.nextInt(3);
    for (int i = 0; i < damages; i++) {
      header = damaged(header);
    }
    return header;
  }

  /** Arrays end to end in any order, some of them then moved, stretched, renamed or dropped. */
  private byte[] lyingNumbers() {
    int arrays = 1 + random.nextInt(4);
    List<String> members = new ArrayList<>();
    long position = 0;
    for (int i = 0; i < arrays; i++) {
      long left = DATA_BYTES - position;
      long length = i == arrays - 1 ? left : random.nextLong(left + 1);
      long begin = position + lie();
      long end = position + length + (random.nextInt(4) == 0 ? lie() : begin - position);
      long edge = length + lie();
      String name = random.nextInt(20) == 0 ? "a" : "a" + i;
      if (random.nextInt(20) != 0) {
        members.add(
            "\""
                + name
                + "\":{\"dtype\":\"U8\",\"shape\":["
                + edge
                + ",1],\"data_offsets\":["
                + begin
                + ","
                + end
                + "]}");
      }
      position += length;
    }
    if (random.nextBoolean()) {
      Collections.reverse(members);
    }
    return ("{" + String.join(",", members) + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** Mostly 0; otherwise a little too much or too little, or absurd. */
  private long lie() {
    return switch (random.nextInt(24)) {
      case 0 -> 1;
      case 1 -> -1;
      case 2 -> Long.MAX_VALUE - random.nextInt(64);
      default -> 0;
    };
  }

  private byte[] damaged(byte[] header) {
    int at = random.nextInt(header.length + 1);
    int until = Math.min(header.length, at + random.nextInt(8));
    return switch (random.nextInt(6)) {
      case 0 -> flipped(header);
      case 1 -> spliced(header, at, until, new byte[0]);
      case 2 -> spliced(header, at, at, piece());
      case 3 -> spliced(header, at, until, piece());
      case 4 ->
          spliced(
              header,
              at,
              at,
              Arrays.copyOfRange(
                  header, until, Math.min(header.length, until + random.nextInt(60))));
      default -> digitChanged(header);
    };
  }

  private byte[] piece() {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] flipped(byte[] header) {
    if (header.length > 0) {
      header[random.nextInt(header.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return header;
  }

  /** Offsets and edges that are almost right. */
  private byte[] digitChanged(byte[] header) {
    for (int attempt = 0; attempt < 50 && header.length > 0; attempt++) {
      int at = random.nextInt(header.length);
      if (header[at] >= '0' && header[at] <= '9') {
        header[at] = (byte) ('0' + random.nextInt(10));
        break;
      }
    }
    return header;
  }

  private static byte[] spliced(byte[] header, int from, int to, byte[] replacement) {
    byte[] result = new byte[header.length - (to - from) + replacement.length];
    System.arraycopy(header, 0, result, 0, from);
    System.arraycopy(replacement, 0, result, from, replacement.length);
    System.arraycopy(header, to, result, from + replacement.length, header.length - to);
    return result;
  }
}
