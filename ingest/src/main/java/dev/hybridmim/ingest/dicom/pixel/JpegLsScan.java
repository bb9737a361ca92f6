package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;
import java.util.Arrays;

/**
 * Decodes the samples of a JPEG-LS scan, line by line: regular mode with 365 contexts, run mode
 * with two (T.87 annex A). Names in comments are the standard's.
 */
final class JpegLsScan {
  private static final int REGULAR_CONTEXTS = 365;
  private static final int RUN_CONTEXTS = 2;
  private static final int MIN_BIAS = -128;
  private static final int MAX_BIAS = 127;

  /** J: how many bits a run's length has at each run index. */
  private static final int[] RUN_BITS = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };

  private final JpegLsBits bits;
  private final int width;
  private final int maxValue;
  private final int near;
  private final int step;
  private final int range;
  private final int errorBits;
  private final int limit;
  private final int reset;
  private final int threshold1;
  private final int threshold2;
  private final int threshold3;

  /** A, B, C, N of the contexts; of the run contexts B counts the negative errors (Nn). */
  private final int[] magnitudes = new int[REGULAR_CONTEXTS + RUN_CONTEXTS];

  private final int[] sums = new int[REGULAR_CONTEXTS + RUN_CONTEXTS];
  private final int[] biases = new int[REGULAR_CONTEXTS];
  private final int[] counts = new int[REGULAR_CONTEXTS + RUN_CONTEXTS];
  private int runIndex;

  JpegLsScan(JpegLsParameters parameters, JpegLsBits bits, int width) {
    this.bits = bits;
    this.width = width;
    this.maxValue = parameters.maxValue();
    this.near = parameters.near();
    this.step = 2 * near + 1;
    this.range = (maxValue + 2 * near) / step + 1;
    this.errorBits = bitsFor(range);
    int sampleBits = Math.max(2, bitsFor(maxValue + 1));
    this.limit = 2 * (sampleBits + Math.max(8, sampleBits));
    this.reset = parameters.reset();
    this.threshold1 = parameters.threshold1();
    this.threshold2 = parameters.threshold2();
    this.threshold3 = parameters.threshold3();
    Arrays.fill(magnitudes, Math.max(2, (range + 32) / 64));
    Arrays.fill(counts, 1);
  }

  /** Decodes all lines. */
  void decode(int height, int[] into) throws DicomException {
    // With a neighbour before the first and behind the last sample of a line.
    int[] above = new int[width + 2];
    int[] line = new int[width + 2];
    for (int row = 0; row < height; row++) {
      above[width + 1] = above[width];
      line[0] = above[1];
      decodeLine(above, line);
      System.arraycopy(line, 1, into, row * width, width);
      int[] swapped = above;
      above = line;
      line = swapped;
    }
  }

  private void decodeLine(int[] above, int[] line) throws DicomException {
    int x = 1;
    while (x <= width) {
      int a = line[x - 1];
      int b = above[x];
      int c = above[x - 1];
      int d = above[x + 1];
      int gradient1 = quantised(d - b);
      int gradient2 = quantised(b - c);
      int gradient3 = quantised(c - a);
      if ((gradient1 | gradient2 | gradient3) == 0) {
        x = run(above, line, x);
      } else {
        line[x] = regular(gradient1 * 81 + gradient2 * 9 + gradient3, a, b, c);
        x++;
      }
    }
  }

  private int quantised(int gradient) {
    int size = Math.abs(gradient);
    int level;
    if (size <= near) {
      return 0;
    } else if (size < threshold1) {
      level = 1;
    } else if (size < threshold2) {
      level = 2;
    } else if (size < threshold3) {
      level = 3;
    } else {
      level = 4;
    }
    return gradient < 0 ? -level : level;
  }

  private int regular(int signedContext, int a, int b, int c) throws DicomException {
    int sign = signedContext < 0 ? -1 : 1;
    int context = Math.abs(signedContext);
    int prediction = clamped(median(a, b, c) + sign * biases[context]);
    int count = counts[context];
    int k = golomb(count, magnitudes[context]);
    int mapped = code(k, limit);
    int error;
    if (near == 0 && k == 0 && 2 * sums[context] <= -count) {
      error = (mapped & 1) == 1 ? (mapped - 1) / 2 : -mapped / 2 - 1;
    } else {
      error = (mapped & 1) == 0 ? mapped / 2 : -(mapped + 1) / 2;
    }
    update(context, error);
    return reconstructed(prediction, sign * error);
  }

  private void update(int context, int error) {
    int sum = sums[context] + error * step;
    int magnitude = magnitudes[context] + Math.abs(error);
    int count = counts[context];
    if (count == reset) {
      magnitude >>= 1;
      sum = sum >= 0 ? sum >> 1 : -((1 - sum) >> 1);
      count >>= 1;
    }
    count++;
    if (sum <= -count) {
      sum = Math.max(sum + count, -count + 1);
      biases[context] = Math.max(biases[context] - 1, MIN_BIAS);
    } else if (sum > 0) {
      sum = Math.min(sum - count, 0);
      biases[context] = Math.min(biases[context] + 1, MAX_BIAS);
    }
    sums[context] = sum;
    magnitudes[context] = magnitude;
    counts[context] = count;
  }

  /** Decodes a run and, when it ends before the line does, the sample that ends it. */
  private int run(int[] above, int[] line, int begin) throws DicomException {
    int value = line[begin - 1];
    int x = begin;
    while (x <= width && bits.read(1) == 1) {
      int whole = 1 << RUN_BITS[runIndex];
      int length = Math.min(whole, width + 1 - x);
      Arrays.fill(line, x, x + length, value);
      x += length;
      if (length == whole && runIndex < RUN_BITS.length - 1) {
        runIndex++;
      }
    }
    if (x > width) {
      return x;
    }
    int length = bits.read(RUN_BITS[runIndex]);
    if (length > width - x) {
      throw PixelReader.corrupt("A JPEG-LS run is longer than its line", null);
    }
    Arrays.fill(line, x, x + length, value);
    x += length;
    line[x] = interruption(value, above[x]);
    if (runIndex > 0) {
      runIndex--;
    }
    return x + 1;
  }

  private int interruption(int a, int b) throws DicomException {
    int type = Math.abs(a - b) <= near ? 1 : 0;
    int context = REGULAR_CONTEXTS + type;
    int count = counts[context];
    int magnitude = magnitudes[context] + (type == 1 ? count >> 1 : 0);
    int k = golomb(count, magnitude);
    int mapped = code(k, limit - RUN_BITS[runIndex] - 1);
    int parity = mapped + type & 1;
    int size = (mapped + type + parity) / 2;
    boolean mostlyNegative = k != 0 || 2 * sums[context] >= count;
    int error = mostlyNegative == (parity == 1) ? -size : size;
    if (error < 0) {
      sums[context]++;
    }
    magnitudes[context] += (mapped + 1 - type) >> 1;
    if (count == reset) {
      magnitudes[context] >>= 1;
      sums[context] >>= 1;
      counts[context] >>= 1;
    }
    counts[context]++;
    int sign = type == 0 && a > b ? -1 : 1;
    return reconstructed(type == 1 ? a : b, sign * error);
  }

  /** The parameter of the Golomb code: the smallest k for which N 2^k reaches A. */
  private static int golomb(int count, int magnitude) {
    int k = 0;
    while (count << k < magnitude && k < 24) {
      k++;
    }
    return k;
  }

  /** A code of limited length (T.87 A.5.3). */
  private int code(int k, int longest) throws DicomException {
    int escape = longest - errorBits - 1;
    int zeros = bits.zeros(escape);
    return zeros < escape ? (zeros << k) + bits.read(k) : bits.read(errorBits) + 1;
  }

  private int reconstructed(int prediction, int error) {
    int value = prediction + error * step;
    if (value < -near) {
      value += range * step;
    } else if (value > maxValue + near) {
      value -= range * step;
    }
    return clamped(value);
  }

  private int clamped(int value) {
    return Math.max(0, Math.min(maxValue, value));
  }

  private static int median(int a, int b, int c) {
    int least = Math.min(a, b);
    int most = Math.max(a, b);
    if (c >= most) {
      return least;
    }
    return c <= least ? most : a + b - c;
  }

  /** The smallest number of bits that tells so many values apart. */
  private static int bitsFor(int values) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(values - 1);
  }
}
