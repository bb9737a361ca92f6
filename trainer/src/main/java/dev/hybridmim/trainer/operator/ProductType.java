package dev.hybridmim.trainer.operator;

/**
 * The type in which products are computed and activations handed on.
 *
 * <p>On a processor the operands of convolutions and linear maps are rounded to this type and then
 * multiplied in float32: oneDNN's bfloat16 convolutions were seen to take in memory that nobody has
 * written (PyTorch 2.7.1, AVX-512 with bfloat16), which made gradients infinite. So a processor
 * shows what the type does to learning, and saves nothing by it.
 */
public enum ProductType {
  /** That of the arguments. */
  AS_GIVEN(-1),
  BFLOAT16(15),
  FLOAT16(5);

  private final long code;

  ProductType(long code) {
    this.code = code;
  }

  /** PyTorch's number of the type; negative: no change. */
  long code() {
    return code;
  }
}
