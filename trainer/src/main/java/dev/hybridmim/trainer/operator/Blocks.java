package dev.hybridmim.trainer.operator;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Cuts a network's forward pass into blocks, so that a {@link Tape} can differentiate them one
 * after the other, keep or recompute what they need, and free it as soon as it is used.
 *
 * <p>While nothing is recorded a block is just computed, in the calling thread's gradient mode. Not
 * thread-safe.
 */
public final class Blocks {
  private final Operators operators;
  private Tape tape;

  public Blocks(Operators operators) {
    this.operators = operators;
  }

  /**
   * Begins a recording; close it before the next.
   *
   * @param recompute true keeps nothing inside of {@link #checkpoint}s
   */
  public Tape record(boolean recompute) {
    if (tape != null) {
      throw new IllegalStateException("A pass is being recorded already; close its tape first");
    }
    tape = new Tape(this, operators, recompute);
    return tape;
  }

  /**
   * Computes a block that PyTorch differentiates.
   *
   * @param inputs arrays from outside that the body uses; it gets them as they are or as stand-ins,
   *     uses nothing else but constants and parameters, and leaves them open
   * @param parameters those that the body uses
   */
  public NDArray run(List<NDArray> inputs, List<NDArray> parameters, Body body) {
    return tape == null ? body.compute(inputs) : tape.run(inputs, parameters, body);
  }

  /** Computes a block that brings its own derivative. */
  public NDArray run(List<NDArray> inputs, Differentiable operation) {
    if (tape != null) {
      return tape.run(inputs, operation);
    }
    return operation.compute(inputs);
  }

  /**
   * A part of the pass, made of blocks, inside of which nothing need be kept.
   *
   * @param inputs as in {@link #run}
   * @param dropout what the body draws from
   */
  public NDArray checkpoint(List<NDArray> inputs, Dropout dropout, Body body) {
    return tape == null || !tape.recomputes()
        ? body.compute(inputs)
        : tape.checkpoint(inputs, dropout, body);
  }

  /** Puts another tape, or none, in the place of the current one, which is returned. */
  Tape exchange(Tape other) {
    Tape before = tape;
    tape = other;
    return before;
  }

  /** A part of a forward pass. */
  public interface Body {
    /** Computes one array, which is a new handle. */
    NDArray compute(List<NDArray> inputs);
  }

  /** An operation with a derivative of its own. */
  public interface Differentiable {
    /** Computes; where no tape records, in a way that PyTorch can differentiate as well. */
    NDArray compute(List<NDArray> inputs);

    /**
     * Gradients with respect to the inputs.
     *
     * @param gradient with respect to the result
     */
    List<NDArray> gradients(List<NDArray> inputs, NDArray gradient);
  }
}
