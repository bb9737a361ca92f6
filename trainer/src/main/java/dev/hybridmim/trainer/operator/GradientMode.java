package dev.hybridmim.trainer.operator;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Switches the recording of gradients on or off on the calling thread, until it is closed.
 *
 * <pre>{@code
 * try (GradientMode recording = GradientMode.on()) {
 *   NDArray loss = ...;
 * }
 * }</pre>
 */
public final class GradientMode implements AutoCloseable {
  private final boolean before;

  private GradientMode(boolean recorded) {
    before = JniUtils.isGradMode();
    JniUtils.setGradMode(recorded);
  }

  /** What is computed now can be differentiated. */
  public static GradientMode on() {
    return new GradientMode(true);
  }

  /** What is computed now keeps nothing for a backward pass. */
  public static GradientMode off() {
    return new GradientMode(false);
  }

  /** Restores what was before. */
  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
