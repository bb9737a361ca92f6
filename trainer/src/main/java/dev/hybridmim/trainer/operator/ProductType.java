package dev.hybridmim.trainer.operator;

/** The type in which products are computed and activations handed on. */
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
