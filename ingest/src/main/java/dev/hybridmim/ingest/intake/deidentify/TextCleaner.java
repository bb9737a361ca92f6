package dev.hybridmim.ingest.intake.deidentify;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the harmless words of a text. Immutable, so fit for all threads. */
final class TextCleaner {
  private static final Pattern WORD_OR_NUMBER =
      Pattern.compile("[\\p{L}\\p{N}\\p{M}]+(?:\\.[0-9]+)?");
  private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?");
  private static final Pattern NUMBER_WITH_UNIT =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?)([a-z]{1,5})");
  private static final Pattern DECIMAL_TEXT =
      Pattern.compile("\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*");

  private final Set<String> words;
  private final Set<String> terms;

  TextCleaner(Set<String> moreWords) {
    Set<String> all = new HashSet<>(WordList.words("descriptor-words.txt"));
    moreWords.forEach(word -> all.add(word.toLowerCase(Locale.ROOT)));
    this.words = Set.copyOf(all);
    this.terms = WordList.words("code-terms.txt");
  }

  /**
   * The text's harmless words, separated by single spaces; empty when there are none.
   *
   * @param forbidden tokens that identify the patient, whatever else they mean
   */
  String clean(String text, Set<String> forbidden) {
    StringBuilder kept = new StringBuilder();
    Matcher tokens = WORD_OR_NUMBER.matcher(text);
    while (tokens.find()) {
      String token = tokens.group();
      if (isHarmless(token, forbidden)) {
        kept.append(kept.length() == 0 ? "" : " ").append(token);
      }
    }
    return kept.toString();
  }

  /** A text without the tokens that identify the patient, in printable ASCII. */
  String without(String text, Set<String> forbidden) {
    StringBuilder kept = new StringBuilder();
    int end = 0;
    Matcher tokens = WORD_OR_NUMBER.matcher(text);
    while (tokens.find()) {
      if (forbidden.contains(tokens.group().toLowerCase(Locale.ROOT))) {
        kept.append(text, end, tokens.start());
        end = tokens.end();
      }
    }
    kept.append(text, end, text.length());
    return kept.toString().replaceAll("[^\\x20-\\x7e]", "").strip();
  }

  /** Whether a coded string is a known term, or consists of known words and short numbers. */
  boolean isKnownTerm(String value, Set<String> forbidden) {
    String trimmed = value.strip();
    if (terms.contains(trimmed) || trimmed.isEmpty()) {
      return true;
    }
    for (String part : trimmed.split("[ _/\\\\-]")) {
      boolean known = part.isEmpty() || terms.contains(part) || isHarmless(part, forbidden);
      if (!known) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is one decimal number. */
  static boolean isNumber(String text) {
    return DECIMAL_TEXT.matcher(text).matches();
  }

  /** Words and numbers of a text that could name somebody: three characters and more. */
  void collectIdentifiers(String text, Set<String> into) {
    Matcher tokens = WORD_OR_NUMBER.matcher(text);
    while (tokens.find()) {
      String token = tokens.group().toLowerCase(Locale.ROOT);
      if (token.length() >= 3 && !words.contains(token)) {
        into.add(token);
      }
    }
  }

  private boolean isHarmless(String token, Set<String> forbidden) {
    String lower = token.toLowerCase(Locale.ROOT);
    if (forbidden.contains(lower)) {
      return false;
    }
    if (words.contains(lower) || SHORT_NUMBER.matcher(lower).matches()) {
      return true;
    }
    Matcher withUnit = NUMBER_WITH_UNIT.matcher(lower);
    return withUnit.matches() && words.contains(withUnit.group(2));
  }
}
