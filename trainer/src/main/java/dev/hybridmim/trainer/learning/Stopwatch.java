package dev.hybridmim.trainer.learning;

/** Seconds between laps. */
final class Stopwatch {
  private static final double NANOSECONDS = 1e9;

  private long last = System.nanoTime();

  /** Seconds since the lap before. */
  double lap() {
    long now = System.nanoTime();
    double seconds = (now - last) / NANOSECONDS;
    last = now;
    return seconds;
  }
}
