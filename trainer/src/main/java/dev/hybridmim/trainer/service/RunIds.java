package dev.hybridmim.trainer.service;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Makes ids of runs: {@code 20261122-203011-7f3k2m}, the time in UTC and a random part; later runs
 * sort behind earlier ones.
 */
final class RunIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  // Without vowels and look-alikes, so that an id is neither a word nor misread.
  private static final String ALPHABET = "23456789bcdfghjkmnpqrstvwxz";
  private static final int RANDOM_CHARACTERS = 6;

  private RunIds() {}

  static String create(Instant now) {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder(TIME.format(now)).append('-');
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
