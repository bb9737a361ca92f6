package dev.hybridmim.trainer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void bytesAreALittleEndianReadOnlyViewWithItsOwnPosition() {
    Tensor tensor = Tensor.ofFloats(new long[] {2, 1}, 1.5f, -2f);

    ByteBuffer view = tensor.data();
    assertThat(view.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(view.getFloat()).isEqualTo(1.5f);
    assertThat(tensor.data().position()).isZero();
    assertThatThrownBy(() -> tensor.data().put(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThat(tensor.toFloats()).containsExactly(1.5f, -2f);
  }

  @Test
  void onlyTheRemainingBytesOfTheGivenBufferCount() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);

    assertThat(new Tensor(TensorType.U8, new long[] {2}, bytes).data().get(0)).isEqualTo((byte) 1);
  }

  @Test
  void scalarsHaveOneElementAndEmptyArraysNone() {
    assertThat(Tensor.ofLongs(new long[0], 7).elements()).isEqualTo(1);
    assertThat(new Tensor(TensorType.F64, new long[] {3, 0}, ByteBuffer.allocate(0)).elements())
        .isZero();
  }

  @Test
  void theShapeCannotBeChangedFromOutside() {
    long[] shape = {1};
    Tensor tensor = Tensor.ofLongs(shape, 5);
    shape[0] = 9;
    tensor.shape()[0] = 9;

    assertThat(tensor.shape()).containsExactly(1);
    assertThat(tensor)
        .isEqualTo(Tensor.ofLongs(new long[] {1}, 5))
        .hasSameHashCodeAs(Tensor.ofLongs(new long[] {1}, 5));
    assertThat(tensor)
        .isNotEqualTo(Tensor.ofLongs(new long[] {1, 1}, 5))
        .isNotEqualTo(Tensor.ofLongs(new long[] {1}, 6));
  }

  @Test
  void bytesThatDoNotFitTheShapeAreRefused() {
    assertThatThrownBy(() -> new Tensor(TensorType.F32, new long[] {2}, ByteBuffer.allocate(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 8 bytes, but 7 were given");
    assertThatThrownBy(() -> new Tensor(TensorType.U8, new long[] {-1}, ByteBuffer.allocate(0)))
        .hasMessageContaining("negative edge");
    assertThatThrownBy(
            () ->
                new Tensor(TensorType.F64, new long[] {1L << 40, 1L << 40}, ByteBuffer.allocate(0)))
        .hasMessageContaining("64-bit");
    assertThatThrownBy(() -> Tensor.ofLongs(new long[] {1}, 5).toFloats())
        .isInstanceOf(IllegalStateException.class);
  }
}
