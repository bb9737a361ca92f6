package dev.hybridmim.ingest.dicom;

import java.util.Optional;

/** Value representations (PS3.5 section 6.2). */
public enum Vr {
  AE(Kind.TEXT, 1, false),
  AS(Kind.TEXT, 1, false),
  AT(Kind.NUMBERS, 2, false),
  CS(Kind.TEXT, 1, false),
  DA(Kind.TEXT, 1, false),
  DS(Kind.TEXT, 1, false),
  DT(Kind.TEXT, 1, false),
  FD(Kind.NUMBERS, 8, false),
  FL(Kind.NUMBERS, 4, false),
  IS(Kind.TEXT, 1, false),
  LO(Kind.NATIONAL_TEXT, 1, false),
  LT(Kind.NATIONAL_TEXT, 1, false),
  OB(Kind.BYTES, 1, true),
  OD(Kind.NUMBERS, 8, true),
  OF(Kind.NUMBERS, 4, true),
  OL(Kind.NUMBERS, 4, true),
  OV(Kind.NUMBERS, 8, true),
  OW(Kind.NUMBERS, 2, true),
  PN(Kind.NATIONAL_TEXT, 1, false),
  SH(Kind.NATIONAL_TEXT, 1, false),
  SL(Kind.NUMBERS, 4, false),
  SQ(Kind.ITEMS, 1, true),
  SS(Kind.NUMBERS, 2, false),
  ST(Kind.NATIONAL_TEXT, 1, false),
  SV(Kind.NUMBERS, 8, true),
  TM(Kind.TEXT, 1, false),
  UC(Kind.NATIONAL_TEXT, 1, true),
  UI(Kind.TEXT, 1, false),
  UL(Kind.NUMBERS, 4, false),
  UN(Kind.BYTES, 1, true),
  UR(Kind.TEXT, 1, true),
  US(Kind.NUMBERS, 2, false),
  UT(Kind.NATIONAL_TEXT, 1, true),
  UV(Kind.NUMBERS, 8, true);

  private enum Kind {
    TEXT,
    NATIONAL_TEXT,
    NUMBERS,
    BYTES,
    ITEMS
  }

  private static final Vr[] BY_LETTERS = byLetters();

  private final Kind kind;
  private final int width;
  private final boolean longLength;

  Vr(Kind kind, int width, boolean longLength) {
    this.kind = kind;
    this.width = width;
    this.longLength = longLength;
  }

  /** By its two letters, or nothing for letters that the standard does not know. */
  public static Optional<Vr> of(int first, int second) {
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
      return Optional.empty();
    }
    return Optional.ofNullable(BY_LETTERS[(first - 'A') * 26 + second - 'A']);
  }

  /** Whether the value is text, in whatever character set. */
  public boolean isText() {
    return kind == Kind.TEXT || kind == Kind.NATIONAL_TEXT;
  }

  /** Whether the text is in the data set's specific character set and not in ASCII. */
  public boolean isNational() {
    return kind == Kind.NATIONAL_TEXT;
  }

  /** Whether the value is a sequence of items. */
  public boolean isSequence() {
    return kind == Kind.ITEMS;
  }

  /** Whether a backslash separates values; in longer texts it is a character. */
  boolean isMultiple() {
    return isText() && this != LT && this != ST && this != UT && this != UR;
  }

  /** Bytes that are swapped together in the other byte order. */
  int width() {
    return width;
  }

  /** Whether explicit VR writes the length in four bytes, after two reserved ones. */
  boolean hasLongLength() {
    return longLength;
  }

  /** The byte that makes an odd value even. */
  byte padding() {
    return (byte) (isText() && this != UI ? ' ' : 0);
  }

  private static Vr[] byLetters() {
    Vr[] table = new Vr[26 * 26];
    for (Vr vr : values()) {
      table[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
    return table;
  }
}
