package dev.hybridmim.trainer.learning;

/**
 * Where a step's time went, in seconds.
 *
 * @param data voxels into native memory and to float32
 * @param mask labels and masking
 * @param encoder first view, with gradient
 * @param secondView without gradient
 * @param decoder the box, and the heads
 * @param losses the terms and their sum
 * @param backward gradients
 * @param optimizer clipping, update, moving average
 */
public record PhaseSeconds(
    double data,
    double mask,
    double encoder,
    double secondView,
    double decoder,
    double losses,
    double backward,
    double optimizer) {

  /** All of it. */
  public double total() {
    return data + mask + encoder + secondView + decoder + losses + backward + optimizer;
  }
}
