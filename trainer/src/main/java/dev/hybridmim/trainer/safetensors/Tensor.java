package dev.hybridmim.trainer.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named array's content as it lies in a file: element type, shape and little-endian bytes in C
 * order.
 *
 * <p>Immutable: the bytes are only reachable as read-only views. The record does not copy the
 * buffer it is given, so whoever makes one hands the buffer over and does not write to it
 * afterwards. One tensor holds less than 2 GiB; a file of them may be larger.
 *
 * @param dtype element type
 * @param shape edge lengths, outermost first; an empty shape is a scalar, an edge may be 0
 * @param data exactly {@code elements * dtype.bytes()} remaining bytes, little-endian
 */
// The array is copied on the way in and out, and equality is by content.
@SuppressWarnings("ArrayRecordComponent")
public record Tensor(TensorType dtype, long[] shape, ByteBuffer data) {

  /**
   * @throws IllegalArgumentException when an edge is negative, the size overflows or the number of
   *     bytes does not fit the shape
   */
  public Tensor {
    Objects.requireNonNull(dtype, "dtype");
    shape = shape.clone();
    data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long expected = byteLength(dtype, shape);
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "A tensor of type "
              + dtype
              + " and shape "
              + Arrays.toString(shape)
              + " has "
              + expected
              + " bytes, but "
              + data.remaining()
              + " were given.");
    }
  }

  /** A tensor of type F32; the values are copied. */
  public static Tensor ofFloats(long[] shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return new Tensor(TensorType.F32, shape, bytes);
  }

  /** A tensor of type F64; the values are copied. */
  public static Tensor ofDoubles(long[] shape, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    return new Tensor(TensorType.F64, shape, bytes);
  }

  /** A tensor of type I64; the values are copied. */
  public static Tensor ofLongs(long[] shape, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return new Tensor(TensorType.I64, shape, bytes);
  }

  /** The edge lengths, outermost first (a copy). */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** A read-only little-endian view of all bytes, with its own position. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Number of elements; 1 for a scalar. */
  public long elements() {
    return data.limit() / dtype.bytes();
  }

  /** Number of bytes. */
  public int byteLength() {
    return data.limit();
  }

  /**
   * The values of a tensor of type F32, copied.
   *
   * @throws IllegalStateException when the type is another one
   */
  public float[] toFloats() {
    requireType(TensorType.F32);
    float[] values = new float[byteLength() / Float.BYTES];
    data().asFloatBuffer().get(values);
    return values;
  }

  /**
   * The values of a tensor of type I64, copied.
   *
   * @throws IllegalStateException when the type is another one
   */
  public long[] toLongs() {
    requireType(TensorType.I64);
    long[] values = new long[byteLength() / Long.BYTES];
    data().asLongBuffer().get(values);
    return values;
  }

  /** Same type, same shape, same bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(dtype, Arrays.hashCode(shape), data);
  }

  /** Type and shape; never the values. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }

  /**
   * Bytes that an array of this type and shape has.
   *
   * @throws IllegalArgumentException when an edge is negative or the product overflows
   */
  static long byteLength(TensorType dtype, long[] shape) {
    long bytes = dtype.bytes();
    for (long edge : shape) {
      if (edge < 0) {
        throw new IllegalArgumentException(
            "A tensor's shape " + Arrays.toString(shape) + " has a negative edge.");
      }
      try {
        bytes = Math.multiplyExact(bytes, edge);
      } catch (ArithmeticException overflow) {
        throw new IllegalArgumentException(
            "A tensor's shape "
                + Arrays.toString(shape)
                + " has more bytes than a 64-bit number counts.",
            overflow);
      }
    }
    return bytes;
  }

  private void requireType(TensorType wanted) {
    if (dtype != wanted) {
      throw new IllegalStateException("The tensor " + this + " is not of type " + wanted + ".");
    }
  }
}
