package dev.hybridmim.trainer.operator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A forward pass as a sequence of blocks, for the backward pass.
 *
 * <p>Every block's result is handed out as a leaf of its own, so that PyTorch's graph ends at the
 * block's borders. {@link #gradients} goes through the blocks from the last to the first; each is
 * freed when it is done. A checkpoint (Chen et al., arXiv 1604.06174) keeps its inputs only; its
 * body is computed again, recorded and differentiated when its turn comes. Blocks, their order and
 * the order in which gradients are added are the same in both cases, and dropout draws the same
 * masks, so the gradients are equal bit for bit on a CPU.
 */
public final class Tape implements AutoCloseable {
  private final Blocks blocks;
  private final Operators operators;
  private final boolean recompute;
  private final Deque<Node> nodes = new ArrayDeque<>();

  /** By the very array that was handed out, or parameter. */
  private final Map<NDArray, NDArray> gradients = new IdentityHashMap<>();

  Tape(Blocks blocks, Operators operators, boolean recompute) {
    this.blocks = blocks;
    this.operators = operators;
    this.recompute = recompute;
  }

  boolean recomputes() {
    return recompute;
  }

  NDArray run(List<NDArray> inputs, List<NDArray> parameters, Blocks.Body body) {
    if (parameters.isEmpty() && inputs.stream().noneMatch(NDArray::hasGradient)) {
      return body.compute(inputs);
    }
    List<NDArray> stand = standIns(inputs);
    NDArray graph = body.compute(stand);
    NDArray result = operators.leaf(graph);
    nodes.push(new GraphNode(result, inputs, stand, parameters, graph));
    return result;
  }

  NDArray run(List<NDArray> inputs, Blocks.Differentiable operation) {
    List<NDArray> kept = inputs.stream().map(operators::constant).toList();
    NDArray result;
    try (GradientMode off = GradientMode.off()) {
      result = operation.compute(kept);
    }
    result.setRequiresGradient(true);
    nodes.push(new OperationNode(result, inputs, kept, operation));
    return result;
  }

  NDArray checkpoint(List<NDArray> inputs, Dropout dropout, Blocks.Body body) {
    List<NDArray> kept = inputs.stream().map(operators::constant).toList();
    long masks = dropout.position();
    NDArray result;
    blocks.exchange(null);
    try (GradientMode off = GradientMode.off()) {
      result = body.compute(kept);
    } finally {
      blocks.exchange(this);
    }
    result.setRequiresGradient(true);
    nodes.push(new CheckpointNode(result, inputs, kept, dropout, masks, body));
    return result;
  }

  /**
   * Gradients of a scalar that was computed from the blocks' results. Can be asked once.
   *
   * @param manager owner of the result
   * @return one array a parameter, in order, C order in memory; zeros for one that had no part
   */
  public NDList gradients(NDArray loss, List<NDArray> parameters, NDManager manager) {
    try (GradientMode recording = GradientMode.on()) {
      List<NDArray> targets = new ArrayList<>(parameters);
      List<NDArray> ends = new ArrayList<>(parameters);
      for (Node node : nodes) {
        targets.add(node.handedOut);
        ends.add(node.output);
      }
      List<NDArray> found = operators.gradientsOrNone(loss, loss.onesLike(), ends);
      for (int end = 0; end < ends.size(); end++) {
        add(targets.get(end), found.get(end));
      }
      unwind();
    }
    NDList result = new NDList(parameters.size());
    for (NDArray parameter : parameters) {
      try (NDArray gradient = gradients.remove(parameter)) {
        NDArray laid =
            gradient == null ? parameter.zerosLike() : operators.inRowMajorOrder(gradient);
        laid.attach(manager);
        result.add(laid);
      }
    }
    return result;
  }

  /** From the last block to the first. */
  private void unwind() {
    Tape recording = blocks.exchange(null);
    try {
      while (!nodes.isEmpty()) {
        try (Node node = nodes.pop();
            NDArray gradient = gradients.remove(node.handedOut)) {
          if (gradient != null) {
            node.differentiate(gradient);
          }
        }
      }
    } finally {
      blocks.exchange(recording);
    }
  }

  /** Adds a contribution to a gradient; takes it over. */
  private void add(NDArray target, NDArray contribution) {
    if (contribution == null) {
      return;
    }
    NDArray before = gradients.remove(target);
    if (before == null) {
      gradients.put(target, contribution);
      return;
    }
    // Not in place: PyTorch may have handed out one memory twice.
    try (before;
        contribution;
        GradientMode off = GradientMode.off()) {
      gradients.put(target, operators.add(before, contribution));
    }
  }

  /** Leaves in the place of what can be differentiated, other handles of what can't. */
  private List<NDArray> standIns(List<NDArray> inputs) {
    return inputs.stream()
        .map(input -> input.hasGradient() ? operators.leaf(input) : operators.constant(input))
        .toList();
  }

  @Override
  public void close() {
    blocks.exchange(null);
    nodes.forEach(Node::close);
    nodes.clear();
    gradients.values().forEach(NDArray::close);
    gradients.clear();
  }

  /** A block that was computed. */
  private abstract class Node implements AutoCloseable {
    /** What the network has, whether it closed it or not. */
    final NDArray handedOut;

    /** The same array under a handle of our own. */
    final NDArray output;

    final List<NDArray> inputs;

    /** What stands for the inputs. */
    final List<NDArray> stand;

    /** Which of them can be differentiated. */
    final List<Boolean> differentiable;

    Node(NDArray handedOut, List<NDArray> inputs, List<NDArray> stand) {
      this.handedOut = handedOut;
      this.output = operators.same(handedOut);
      this.inputs = List.copyOf(inputs);
      this.stand = stand;
      this.differentiable = inputs.stream().map(NDArray::hasGradient).toList();
    }

    /** Hands the gradient of the output on to the inputs. */
    abstract void differentiate(NDArray gradient);

    @Override
    public void close() {
      output.close();
      stand.forEach(NDArray::close);
    }
  }

  /** Differentiated by PyTorch. */
  private final class GraphNode extends Node {
    private final List<NDArray> parameters;
    private final NDArray graph;

    GraphNode(
        NDArray handedOut,
        List<NDArray> inputs,
        List<NDArray> stand,
        List<NDArray> parameters,
        NDArray graph) {
      super(handedOut, inputs, stand);
      this.parameters = parameters;
      this.graph = graph;
    }

    @Override
    void differentiate(NDArray gradient) {
      List<NDArray> targets = new ArrayList<>();
      List<NDArray> ends = new ArrayList<>();
      for (int index = 0; index < inputs.size(); index++) {
        if (differentiable.get(index)) {
          targets.add(inputs.get(index));
          ends.add(stand.get(index));
        }
      }
      targets.addAll(parameters);
      ends.addAll(parameters);
      List<NDArray> found = operators.gradientsOrNone(graph, gradient, ends);
      for (int end = 0; end < ends.size(); end++) {
        add(targets.get(end), found.get(end));
      }
    }

    @Override
    public void close() {
      graph.close();
      super.close();
    }
  }

  /** Brings its own derivative. */
  private final class OperationNode extends Node {
    private final Blocks.Differentiable operation;

    OperationNode(
        NDArray handedOut,
        List<NDArray> inputs,
        List<NDArray> kept,
        Blocks.Differentiable operation) {
      super(handedOut, inputs, kept);
      this.operation = operation;
    }

    @Override
    void differentiate(NDArray gradient) {
      List<NDArray> found;
      try (GradientMode off = GradientMode.off()) {
        found = operation.gradients(stand, gradient);
      }
      for (int index = 0; index < inputs.size(); index++) {
        if (differentiable.get(index)) {
          add(inputs.get(index), found.get(index));
        } else {
          found.get(index).close();
        }
      }
    }
  }

  /** Computed again, recorded and differentiated. */
  private final class CheckpointNode extends Node {
    private final Dropout dropout;
    private final long masks;
    private final Blocks.Body body;

    CheckpointNode(
        NDArray handedOut,
        List<NDArray> inputs,
        List<NDArray> kept,
        Dropout dropout,
        long masks,
        Blocks.Body body) {
      super(handedOut, inputs, kept);
      this.dropout = dropout;
      this.masks = masks;
      this.body = body;
    }

    @Override
    void differentiate(NDArray gradient) {
      List<NDArray> leaves = new ArrayList<>();
      for (int index = 0; index < inputs.size(); index++) {
        NDArray kept = stand.get(index);
        leaves.add(differentiable.get(index) ? operators.leaf(kept) : operators.constant(kept));
      }
      try (Tape inner = new Tape(blocks, operators, false)) {
        computeAgain(inner, leaves, gradient);
        // What is known of an input's gradient comes first in the sum, as if all were one tape.
        for (int index = 0; index < inputs.size(); index++) {
          inner.add(leaves.get(index), gradients.remove(inputs.get(index)));
        }
        inner.unwind();
        for (int index = 0; index < inputs.size(); index++) {
          add(inputs.get(index), inner.gradients.remove(leaves.get(index)));
        }
        inner.gradients.forEach(Tape.this::add);
        inner.gradients.clear();
      }
      leaves.forEach(NDArray::close);
    }

    private void computeAgain(Tape inner, List<NDArray> leaves, NDArray gradient) {
      long now = dropout.position();
      dropout.restart(masks);
      blocks.exchange(inner);
      try (NDArray result = body.compute(leaves)) {
        if (inner.nodes.isEmpty() || inner.nodes.peek().handedOut != result) {
          throw new IllegalStateException("A checkpoint's body must end with a block");
        }
        inner.add(result, operators.constant(gradient));
      } finally {
        blocks.exchange(null);
        dropout.restart(now);
      }
    }
  }
}
