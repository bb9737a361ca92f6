package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import dev.hybridmim.trainer.operator.Blocks;
import dev.hybridmim.trainer.operator.Operators;
import java.util.List;

/**
 * Attention inside the windows of a layout, as an operation with a derivative of its own: what
 * every cell pays to every other is computed again going backward, a few windows at a time, and
 * never kept. Inputs: query, key and value side by side, and the table of biases.
 */
record WindowAttention(Operators operators, WindowLayout layout, int heads)
    implements Blocks.Differentiable {
  @Override
  public NDArray compute(List<NDArray> inputs) {
    return operators.windowAttention(
        inputs.get(0), inputs.get(1), layout.positions(), heads, layout.kinds());
  }

  @Override
  public List<NDArray> gradients(List<NDArray> inputs, NDArray gradient) {
    return operators.windowAttentionGradients(
        inputs.get(0), gradient, inputs.get(1), layout.positions(), heads, layout.kinds());
  }
}
