package dev.hybridmim.trainer.look;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Letters of five by seven pixels: servers often have no fonts. Small letters are drawn large. */
final class Glyphs {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;

  /** A character and its rows from top to bottom, two hexadecimal digits each, left bit highest. */
  private static final String TABLE =
      """
      A 0e11111f111111
      B 1e11111e11111e
      C 0e11101010110e
      D 1e11111111111e
      E 1f10101e10101f
      F 1f10101e101010
      G 0e11101713110f
      H 1111111f111111
      I 0e04040404040e
      J 0702020202120c
      K 11121418141211
      L 1010101010101f
      M 111b1515111111
      N 11191513111111
      O 0e11111111110e
      P 1e11111e101010
      Q 0e11111115120d
      R 1e11111e141211
      S 0f10100e01011e
      T 1f040404040404
      U 1111111111110e
      V 11111111110a04
      W 1111111515150a
      X 11110a040a1111
      Y 11110a04040404
      Z 1f01020408101f
      0 0e11131519110e
      1 040c040404040e
      2 0e11010204081f
      3 1f02040201110e
      4 02060a121f0202
      5 1f101e0101110e
      6 0608101e11110e
      7 1f010204080808
      8 0e11110e11110e
      9 0e11110f01020c
      . 0000000000060c
      , 0000000006040c
      : 00060600060600
      / 00010204081000
      % 18190204081303
      + 0004041f040400
      - 0000001f000000
      _ 0000000000001f
      = 00001f001f0000
      ( 02040808080402
      ) 08040202020408
      ? 0e110102040004
      """;

  private static final Map<Character, byte[]> ROWS = parse();

  private Glyphs() {}

  /** Whether a pixel of a character is set; unknown characters are question marks. */
  static boolean isSet(char character, int x, int y) {
    if (character == ' ') {
      return false;
    }
    char upper = String.valueOf(character).toUpperCase(Locale.ROOT).charAt(0);
    byte[] rows = ROWS.getOrDefault(upper, ROWS.get('?'));
    return (rows[y] >> (WIDTH - 1 - x) & 1) != 0;
  }

  private static Map<Character, byte[]> parse() {
    Map<Character, byte[]> glyphs = new HashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              byte[] rows = new byte[HEIGHT];
              for (int row = 0; row < HEIGHT; row++) {
                rows[row] = Byte.parseByte(line.substring(2 + 2 * row, 4 + 2 * row), 16);
              }
              glyphs.put(line.charAt(0), rows);
            });
    return Map.copyOf(glyphs);
  }
}
