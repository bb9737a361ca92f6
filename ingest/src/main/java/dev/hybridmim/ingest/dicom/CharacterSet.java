package dev.hybridmim.ingest.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The specific character set of a data set (PS3.3 C.12.1.1.2, PS3.5 section 6.1): which bytes stand
 * for which characters in names and descriptions.
 *
 * <p>Single-byte sets, UTF-8, GB 18030 and GBK, and the code extensions of ISO 2022: Japanese (JIS
 * X 0201, 0208, 0212), Korean (KS X 1001), simplified Chinese (GB 2312) and all single-byte sets by
 * escape sequences. Bytes that mean nothing become U+FFFD; a character set that is not known is
 * taken as ISO 8859-1, which keeps every byte apart.
 */
final class CharacterSet {
  static final CharacterSet DEFAULT = new CharacterSet(StandardCharsets.US_ASCII, false);

  private static final int ESCAPE = 0x1b;
  private static final int LONGEST_ESCAPE = 3;

  /** Terms without code extensions, and of those with them the ones that may stand first. */
  private static final Map<String, String> FIRST =
      Map.ofEntries(
          Map.entry("", "US-ASCII"),
          Map.entry("IR 6", "US-ASCII"),
          Map.entry("IR 100", "ISO-8859-1"),
          Map.entry("IR 101", "ISO-8859-2"),
          Map.entry("IR 109", "ISO-8859-3"),
          Map.entry("IR 110", "ISO-8859-4"),
          Map.entry("IR 144", "ISO-8859-5"),
          Map.entry("IR 127", "ISO-8859-6"),
          Map.entry("IR 126", "ISO-8859-7"),
          Map.entry("IR 138", "ISO-8859-8"),
          Map.entry("IR 148", "ISO-8859-9"),
          Map.entry("IR 203", "ISO-8859-15"),
          Map.entry("IR 13", "JIS_X0201"),
          Map.entry("IR 166", "TIS-620"),
          Map.entry("IR 149", "EUC-KR"),
          Map.entry("IR 58", "GB2312"),
          Map.entry("IR 192", "UTF-8"),
          Map.entry("GB18030", "GB18030"),
          Map.entry("GBK", "GBK"));

  /** What follows an escape byte, for the right half of the code table. */
  private static final Map<String, String> RIGHT =
      Map.ofEntries(
          Map.entry("-A", "ISO-8859-1"),
          Map.entry("-B", "ISO-8859-2"),
          Map.entry("-C", "ISO-8859-3"),
          Map.entry("-D", "ISO-8859-4"),
          Map.entry("-L", "ISO-8859-5"),
          Map.entry("-G", "ISO-8859-6"),
          Map.entry("-F", "ISO-8859-7"),
          Map.entry("-H", "ISO-8859-8"),
          Map.entry("-M", "ISO-8859-9"),
          Map.entry("-b", "ISO-8859-15"),
          Map.entry("-T", "TIS-620"),
          Map.entry(")I", "JIS_X0201"),
          Map.entry("$)C", "EUC-KR"),
          Map.entry("$)A", "GB2312"));

  /** For the left half: two bytes a character, or one. */
  private static final Map<String, String> LEFT_PAIRS =
      Map.of("$B", "x-JIS0208", "$@", "x-JIS0208", "$(D", "JIS_X0212-1990");

  private static final Set<String> LEFT_SINGLE = Set.of("(B", "(J");

  private final Charset first;
  private final boolean extended;

  private CharacterSet(Charset first, boolean extended) {
    this.first = first;
    this.extended = extended;
  }

  /** By the values of Specific Character Set (0008,0005). */
  static CharacterSet of(String... terms) {
    String term = terms.length == 0 ? "" : number(terms[0]);
    boolean extended =
        terms.length > 1 || (terms.length == 1 && normal(terms[0]).startsWith("ISO 2022"));
    return new CharacterSet(Charset.forName(FIRST.getOrDefault(term, "ISO-8859-1")), extended);
  }

  /** Bytes as text, padding included. */
  String decode(byte[] bytes) {
    if (!extended || !contains(bytes, ESCAPE)) {
      return new String(bytes, first);
    }
    StringBuilder text = new StringBuilder(bytes.length);
    Charset right = first;
    Charset leftPairs = null;
    int at = 0;
    while (at < bytes.length) {
      int value = bytes[at] & 0xff;
      if (value == ESCAPE) {
        String sequence = sequence(bytes, at + 1);
        at += 1 + sequence.length();
        if (RIGHT.containsKey(sequence)) {
          right = Charset.forName(RIGHT.get(sequence));
        } else if (LEFT_PAIRS.containsKey(sequence)) {
          leftPairs = Charset.forName(LEFT_PAIRS.get(sequence));
        } else if (LEFT_SINGLE.contains(sequence)) {
          leftPairs = null;
        } else {
          text.append('\ufffd');
        }
      } else if (isDelimiter(value) && leftPairs == null) {
        // Each component begins with the first character set again.
        text.append((char) value);
        right = first;
        at++;
      } else {
        int end = runEnd(bytes, at, leftPairs != null);
        text.append(new String(bytes, at, end - at, leftPairs != null ? leftPairs : right));
        at = end;
      }
    }
    return text.toString();
  }

  private static int runEnd(byte[] bytes, int begin, boolean pairs) {
    int end = begin;
    while (end < bytes.length && (bytes[end] & 0xff) != ESCAPE) {
      if (!pairs && isDelimiter(bytes[end] & 0xff)) {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean isDelimiter(int value) {
    return value == '\\' || value == '^' || value == '=' || (value >= 0x09 && value <= 0x0d);
  }

  /** The known escape sequence that begins here; nothing when there is none. */
  private static String sequence(byte[] bytes, int begin) {
    ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    for (int at = begin; at < Math.min(bytes.length, begin + LONGEST_ESCAPE); at++) {
      sequence.write(bytes[at]);
      String text = sequence.toString(StandardCharsets.ISO_8859_1);
      if (RIGHT.containsKey(text) || LEFT_PAIRS.containsKey(text) || LEFT_SINGLE.contains(text)) {
        return text;
      }
    }
    return "";
  }

  private static boolean contains(byte[] bytes, int wanted) {
    for (byte value : bytes) {
      if (value == wanted) {
        return true;
      }
    }
    return false;
  }

  private static String normal(String term) {
    return term.replace("\0", "").trim().toUpperCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code IR 100} of {@code ISO_IR 100} and {@code ISO 2022 IR 100}. */
  private static String number(String term) {
    String normal = normal(term);
    int at = normal.indexOf("IR ");
    return at >= 0 ? normal.substring(at) : normal;
  }
}
