package dev.hybridmim.trainer.safetensors;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where one array lies in a file.
 *
 * @param name the array's name
 * @param dtype element type
 * @param shape edge lengths, outermost first
 * @param begin first byte, counted from the beginning of the data section
 * @param end byte after the last
 */
// The array is copied on the way in and out, and equality is by content.
@SuppressWarnings("ArrayRecordComponent")
public record TensorEntry(String name, TensorType dtype, long[] shape, long begin, long end) {

  /** Copies the shape. */
  public TensorEntry {
    shape = shape.clone();
  }

  /** The edge lengths (a copy). */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Number of bytes. */
  public long byteLength() {
    return end - begin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorEntry that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && begin == that.begin
        && end == that.end;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, dtype, Arrays.hashCode(shape), begin, end);
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(shape) + " [" + begin + ", " + end + ")";
  }
}
