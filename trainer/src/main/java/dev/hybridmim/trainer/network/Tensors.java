package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Between native float32 arrays and tensors as they lie in files. */
public final class Tensors {
  private Tensors() {}

  /** A copy of an array's values. */
  public static Tensor read(NDArray array) {
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "An array of type " + array.getDataType() + " can't be kept; float32 is expected");
    }
    ByteBuffer source = array.toByteBuffer().order(ByteOrder.nativeOrder());
    ByteBuffer copy =
        ByteBuffer.allocate(Math.toIntExact(array.size() * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    copy.asFloatBuffer().put(source.asFloatBuffer());
    return new Tensor(TensorType.F32, array.getShape().getShape(), copy);
  }

  /**
   * Overwrites an array in place.
   *
   * @param name for the error's text
   * @throws IllegalArgumentException when the type or the shape is another one
   */
  public static void write(Operators operators, NDArray target, String name, Tensor values) {
    if (values.dtype() != TensorType.F32
        || !Arrays.equals(values.shape(), target.getShape().getShape())) {
      throw new IllegalArgumentException(
          "The tensor " + name + " is " + values + " but F32" + target.getShape() + " is expected");
    }
    try (NDManager scratch = target.getManager().newSubManager()) {
      operators.assign(target, scratch.create(values.toFloats(), new Shape(values.shape())));
    }
  }
}
