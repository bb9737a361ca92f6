package dev.hybridmim.platform.scan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys of NIfTI pairs: {@code x.hdr} and {@code x.img} beside each other, each packed with gzip or
 * not, are one scan in two objects.
 */
public final class PairKeys {
  private static final Pattern HALF =
      Pattern.compile("(.+)\\.(hdr|img)(\\.gz)?", Pattern.CASE_INSENSITIVE);

  private PairKeys() {}

  /**
   * The stem that both halves share; empty for what is no half by its name.
   *
   * @param name of a file, a key or a reference
   */
  public static Optional<String> stem(String name) {
    Matcher half = HALF.matcher(name);
    return half.matches() ? Optional.of(half.group(1)) : Optional.empty();
  }

  /** Whether a half is the header by its name. */
  public static boolean isHeader(String name) {
    Matcher half = HALF.matcher(name);
    return half.matches() && half.group(2).equalsIgnoreCase("hdr");
  }

  /** One name for both halves of a pair; any other name as it is. */
  public static String scan(String name) {
    return stem(name).map(stem -> stem + ".hdr").orElse(name);
  }
}
