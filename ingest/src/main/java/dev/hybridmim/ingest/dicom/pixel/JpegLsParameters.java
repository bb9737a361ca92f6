package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;

/**
 * What the segments before a JPEG-LS scan say (T.87 annex C).
 *
 * @param maxValue the largest sample
 * @param threshold1 first of the three by which gradients are quantised
 * @param reset at how many samples a context's counters are halved
 * @param near the largest difference to the original; 0 is lossless
 * @param dataBegin where the entropy-coded bytes begin
 */
record JpegLsParameters(
    int maxValue,
    int threshold1,
    int threshold2,
    int threshold3,
    int reset,
    int near,
    int dataBegin) {
  private static final int PARAMETERS = 0xf8;
  private static final int START_OF_SCAN = 0xda;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int DEFAULT_RESET = 64;

  static JpegLsParameters of(byte[] stream, int precision) throws DicomException {
    int maxValue = (1 << precision) - 1;
    int[] preset = new int[5];
    int position = 2;
    while (position + 4 <= stream.length) {
      int marker = at(stream, position + 1);
      if (marker == 0xff) {
        position++;
        continue;
      }
      int length = int16(stream, position + 2);
      if (at(stream, position) != 0xff || length < 2 || position + 2 + length > stream.length) {
        throw corrupt();
      }
      int content = position + 4;
      if (marker == PARAMETERS) {
        if (length < 13 || at(stream, content) != 1) {
          throw corrupt();
        }
        for (int n = 0; n < preset.length; n++) {
          preset[n] = int16(stream, content + 1 + 2 * n);
        }
      } else if (marker == RESTART_INTERVAL) {
        throw PixelReader.corrupt("A JPEG-LS frame has restart intervals", null);
      } else if (marker == START_OF_SCAN) {
        return ofScan(stream, position, length, maxValue, preset);
      }
      position += 2 + length;
    }
    throw corrupt();
  }

  private static JpegLsParameters ofScan(
      byte[] stream, int position, int length, int precisionMax, int[] preset)
      throws DicomException {
    int content = position + 4;
    boolean plain =
        length == 8
            && at(stream, content) == 1
            && at(stream, content + 2) == 0
            && at(stream, content + 4) == 0
            && at(stream, content + 5) == 0;
    int near = plain ? at(stream, content + 3) : 0;
    int maxValue = preset[0] == 0 ? precisionMax : preset[0];
    if (!plain || maxValue > precisionMax || near > Math.min(255, maxValue / 2)) {
      throw corrupt();
    }
    int[] standard = thresholds(maxValue, near);
    int first = preset[1] == 0 ? standard[0] : preset[1];
    int second = preset[2] == 0 ? standard[1] : preset[2];
    int third = preset[3] == 0 ? standard[2] : preset[3];
    int reset = preset[4] == 0 ? DEFAULT_RESET : preset[4];
    if (first < near + 1 || second < first || third < second || third > maxValue || reset < 3) {
      throw corrupt();
    }
    return new JpegLsParameters(maxValue, first, second, third, reset, near, position + 2 + length);
  }

  /** The defaults (T.87 C.2.4.1.1). */
  private static int[] thresholds(int maxValue, int near) {
    int first;
    int second;
    int third;
    if (maxValue >= 128) {
      int factor = (Math.min(maxValue, 4095) + 128) >> 8;
      first = clamp(factor + 2 + 3 * near, near + 1, maxValue);
      second = clamp(factor * 4 + 3 + 5 * near, first, maxValue);
      third = clamp(factor * 17 + 4 + 7 * near, second, maxValue);
    } else {
      int factor = 256 / (maxValue + 1);
      first = clamp(Math.max(2, 3 / factor + 3 * near), near + 1, maxValue);
      second = clamp(Math.max(3, 7 / factor + 5 * near), first, maxValue);
      third = clamp(Math.max(4, 21 / factor + 7 * near), second, maxValue);
    }
    return new int[] {first, second, third};
  }

  private static int clamp(int value, int least, int most) {
    return value > most || value < least ? least : value;
  }

  private static int at(byte[] bytes, int position) {
    return bytes[position] & 0xff;
  }

  private static int int16(byte[] bytes, int position) {
    return at(bytes, position) << 8 | at(bytes, position + 1);
  }

  private static DicomException corrupt() {
    return PixelReader.corrupt("A JPEG-LS frame has parameters that can't be true", null);
  }
}
