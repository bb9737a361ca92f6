package dev.hybridmim.platform.number;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * IEEE 754 binary16 and binary32. Java has the conversion from version 20 on; this one rounds to
 * nearest, ties to even, keeps infinities and gives a quiet NaN for every NaN.
 */
public final class Half {
  private static final int FLOAT_EXPONENT_BITS = 0x7f800000;
  private static final float SMALLEST_NORMAL = 0x1p-14f;
  private static final int SMALLEST_NORMAL_BITS = 0x38800000;

  /** What rounds to infinity begins here: 65,520. */
  private static final int LARGEST_BITS = 0x477ff000;

  /** The difference of the exponents' biases, 112, in place. */
  private static final int REBIAS = 112 << 23;

  /** Thirteen steps of the exponent: the bits that a half lacks. */
  private static final int ROUNDER = 13 << 23;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final float SUBNORMAL_UNIT = 0x1p-24f;

  private Half() {}

  /** The nearest half, as its bits. */
  public static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude >= FLOAT_EXPONENT_BITS) {
      return (short) (sign | (magnitude > FLOAT_EXPONENT_BITS ? 0x7e00 : 0x7c00));
    }
    float absolute = Float.intBitsToFloat(magnitude);
    if (absolute < SMALLEST_NORMAL) {
      // Exact: a power of two is multiplied, and rint rounds ties to even.
      return (short) (sign | (int) Math.rint(absolute / SUBNORMAL_UNIT));
    }
    int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
    int half = (rounded - REBIAS) >> 13;
    return (short) (sign | Math.min(half, 0x7c00));
  }

  /** The value of a half's bits. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float absolute = fraction * SUBNORMAL_UNIT;
      return sign == 0 ? absolute : -absolute;
    }
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | FLOAT_EXPONENT_BITS | fraction << 13);
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  /** Converts a run of values into little-endian bytes, two a value. */
  public static void encode(float[] values, int offset, int count, byte[] bytes, int byteOffset) {
    for (int index = 0; index < count; index++) {
      float value = values[offset + index];
      int bits = Float.floatToRawIntBits(value);
      int at = byteOffset + Short.BYTES * index;
      if (bits >= 0 && bits < LARGEST_BITS) {
        // As all intensities are. A zero, a small and a normal one go the same way: a guess between
        // them goes wrong for every other voxel of noisy air.
        LITTLE_ENDIAN.set(bytes, at, (short) positiveToHalf(value, bits));
      } else {
        LITTLE_ENDIAN.set(bytes, at, toHalf(value));
      }
    }
  }

  /**
   * Adds a number so large that the addition itself rounds to a half's precision: ten bits behind
   * the value's own leading one, or 24 behind the point for what is subnormal as a half. What is
   * left in the sum's lowest bits is the half, its leading one included; that one carries into the
   * exponent below it.
   */
  private static int positiveToHalf(float value, int bits) {
    int exponent = Math.max(bits & FLOAT_EXPONENT_BITS, SMALLEST_NORMAL_BITS);
    float rounder = Float.intBitsToFloat(exponent + ROUNDER);
    int sum = Float.floatToRawIntBits(value + rounder);
    return (exponent - SMALLEST_NORMAL_BITS >>> 13) + (sum & 0xfff);
  }

  /** The inverse of {@link #encode}. */
  public static void decode(byte[] bytes, int byteOffset, int count, float[] values, int offset) {
    int at = byteOffset;
    for (int index = offset; index < offset + count; index++) {
      values[index] = toFloat((short) (bytes[at] & 0xff | bytes[at + 1] << 8));
      at += 2;
    }
  }
}
