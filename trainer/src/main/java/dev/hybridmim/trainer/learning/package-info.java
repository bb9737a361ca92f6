/**
 * Learning: one deterministic step of pre-training, one of segmentation, and all state that has to
 * be kept between steps.
 *
 * <p>{@link dev.hybridmim.trainer.learning.Learner} gives its state as named tensors:
 *
 * <table>
 * <caption>Names</caption>
 * <tr><th>name</th><th>content</th></tr>
 * <tr><td>{@code weights/<parameter>}</td><td>the weights, F32</td></tr>
 * <tr><td>{@code ema/<parameter>}</td><td>their moving average, F32, when one is kept</td></tr>
 * <tr><td>{@code moment1/<parameter>}, {@code moment2/<parameter>}</td><td>AdamW's moments, F32</td></tr>
 * <tr><td>{@code optimizer/updates}</td><td>how many updates were made, I64 scalar</td></tr>
 * <tr><td>{@code optimizer/loss_scale}</td><td>float16 only: exponent of the loss's scale and steps since it changed, I64</td></tr>
 * </table>
 *
 * <p>All that is random in a step is drawn from the run's seed, the step's number and the view: the
 * box from {@code derive(seed, 1, step)}, the dropout from {@code derive(seed, 2, step, view)}, a
 * sample's damage (objective {@code restoration}) from {@code derive(seed, 3, step, place)} and its
 * quarter turns ({@code rotation-contrast}) from {@code derive(seed, 4, step, view, place)}. So
 * state and step number are all that is needed to go on, bit for bit on a CPU with the same number
 * of threads.
 */
package dev.hybridmim.trainer.learning;
