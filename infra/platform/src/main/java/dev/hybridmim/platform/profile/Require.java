package dev.hybridmim.platform.profile;

/** Bounds of settings, each refused by a sentence that names the key. */
final class Require {
  private Require() {}

  static int atLeast(String key, int value, int least) {
    if (value < least) {
      throw new InvalidProfileException(key + " is " + value + " but must be at least " + least);
    }
    return value;
  }

  static double within(String key, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new InvalidProfileException(
          key + " is " + value + " but must lie between " + low + " and " + high);
    }
    return value;
  }

  static double positive(String key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new InvalidProfileException(key + " is " + value + " but must be positive");
    }
    return value;
  }

  static <T> T present(String key, T value) {
    if (value == null) {
      throw new InvalidProfileException("The profile lacks the key " + key);
    }
    return value;
  }
}
