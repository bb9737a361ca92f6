package dev.hybridmim.ingest.measure;

/** The parts of preparing a scan, in their order. */
public enum Stage {
  /** From the store, and unpacking. */
  FETCH("fetch+inflate"),
  /** Stored numbers into an array. */
  DECODE("decode"),
  /** Axes swapped and flipped. */
  ORIENT("orient"),
  /** Naming the image by its content. */
  HASH("hash"),
  /** Onto the profile's spacing. */
  RESAMPLE("resample"),
  /** What becomes 0 and 1. */
  INTENSITY("intensity"),
  /** The box around the foreground. */
  CROP("crop"),
  /** Scaling, codes, compression. */
  ENCODE("encode"),
  /** Into the store. */
  WRITE("write");

  private final String word;

  Stage(String word) {
    this.word = word;
  }

  /** As reports name it. */
  public String word() {
    return word;
  }
}
