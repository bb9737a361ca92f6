package dev.hybridmim.ingest.intake.deidentify;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/** Moves dates of PS3.5 back by a number of days; times of day stay. */
final class DateShift {
  private static final Pattern DATE = Pattern.compile("\\d{8}");
  private static final Pattern OLD_DATE = Pattern.compile("\\d{4}\\.\\d{2}\\.\\d{2}");
  private static final Pattern DATE_TIME = Pattern.compile("\\d{4,14}(\\.\\d{1,6})?([+-]\\d{4})?");
  private static final Pattern TIME = Pattern.compile("\\d{2}:?(\\d{2}:?(\\d{2}(\\.\\d{1,6})?)?)?");
  private static final int DATE_LENGTH = 8;

  private final int daysBack;

  DateShift(int daysBack) {
    this.daysBack = daysBack;
  }

  /** Nothing when the text is no date. */
  Optional<String> date(String text) {
    if (OLD_DATE.matcher(text).matches()) {
      return date(text.replace(".", ""));
    }
    return DATE.matcher(text).matches() ? shifted(text) : Optional.empty();
  }

  /**
   * Nothing when the text is no date and time, or one without a day: a month alone can't be moved
   * by days.
   */
  Optional<String> dateTime(String text) {
    if (!DATE_TIME.matcher(text).matches() || text.split("[.+-]")[0].length() < DATE_LENGTH) {
      return Optional.empty();
    }
    return shifted(text.substring(0, DATE_LENGTH)).map(date -> date + text.substring(DATE_LENGTH));
  }

  /** The same time; nothing when the text is none. */
  static Optional<String> time(String text) {
    return TIME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  private Optional<String> shifted(String digits) {
    try {
      LocalDate date =
          LocalDate.of(
                  Integer.parseInt(digits.substring(0, 4)),
                  Integer.parseInt(digits.substring(4, 6)),
                  Integer.parseInt(digits.substring(6, 8)))
              .minusDays(daysBack);
      return Optional.of(
          String.format(
              "%04d%02d%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
