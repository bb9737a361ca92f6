package dev.hybridmim.ingest.intake.association;

/** Form of unique identifiers, PS3.5 section 9.1. */
public final class Uids {
  private static final int LONGEST = 64;

  private Uids() {}

  /**
   * Whether the text is digits in components separated by dots, at most 64 characters. Leading
   * zeros, which the standard forbids and some senders write, are let through: they are no danger.
   */
  public static boolean isWellFormed(String uid) {
    if (uid.isEmpty() || uid.length() > LONGEST) {
      return false;
    }
    boolean digitBefore = false;
    for (int n = 0; n < uid.length(); n++) {
      char c = uid.charAt(n);
      if (c == '.') {
        if (!digitBefore) {
          return false;
        }
        digitBefore = false;
      } else if (c >= '0' && c <= '9') {
        digitBefore = true;
      } else {
        return false;
      }
    }
    return digitBefore;
  }
}
