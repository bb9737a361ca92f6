package dev.hybridmim.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.TrainerProfile;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.restoration.Damage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/** Makes exercises of samples, as an objective wants them. */
final class Pretext {
  private static final long DAMAGE_SEED = 3;
  private static final long TURN_SEED = 4;
  private static final int QUARTER_TURNS = 4;
  private static final long[] UNTURNED = {};

  private final Operators operators;
  private final TrainerProfile settings;

  Pretext(Operators operators, TrainerProfile settings) {
    this.operators = operators;
    this.settings = settings;
  }

  /**
   * The exercise of a step.
   *
   * @param voxels the batch's, (N, C, D, H, W)
   * @param mask 1 for a hidden voxel, (N, 1, D, H, W)
   * @param scratch owner of what is made
   */
  Exercise of(Batch batch, NDArray voxels, NDArray mask, long step, NDManager scratch) {
    return switch (settings.objective()) {
      case HYBRID, MASKED_MODELLING, CONTRAST ->
          new Exercise(operators.hide(voxels, mask), voxels, mask, UNTURNED);
      case MASKED_AUTOENCODING ->
          new Exercise(operators.hide(voxels, mask), voxels, mask.onesLike(), UNTURNED);
      case RESTORATION ->
          new Exercise(damaged(batch, voxels, step, scratch), voxels, mask.onesLike(), UNTURNED);
      case ROTATION_CONTRAST -> turned(voxels, mask, step);
    };
  }

  private NDArray damaged(Batch batch, NDArray voxels, long step, NDManager scratch) {
    ByteBuffer halves = batch.voxels().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int cube = (int) voxels.getShape().get(2);
    float[] sample = new float[batch.channels() * cube * cube * cube];
    float[] damaged = new float[batch.size() * sample.length];
    for (int place = 0; place < batch.size(); place++) {
      for (int voxel = 0; voxel < sample.length; voxel++) {
        sample[voxel] = Half.toFloat(halves.getShort());
      }
      long seed = Seeds.derive(settings.seed(), DAMAGE_SEED, step, place);
      float[] one = Damage.of(sample, batch.channels(), cube, seed);
      System.arraycopy(one, 0, damaged, place * sample.length, sample.length);
    }
    return scratch.create(damaged, voxels.getShape());
  }

  /**
   * Two views of every sample, each turned by itself. What is hidden in the second view is the next
   * sample's mask, so that both views miss something else.
   */
  private Exercise turned(NDArray voxels, NDArray mask, long step) {
    long samples = voxels.getShape().get(0);
    long[] turns =
        LongStream.range(0, 2 * samples)
            .map(place -> turns(step, place / samples, place % samples))
            .toArray();
    try (NDArray twice = operators.concatenateSamples(voxels, voxels);
        NDArray last = operators.samples(mask, 1, samples - 1);
        NDArray first = operators.samples(mask, 0, 1);
        NDArray moved = operators.concatenateSamples(last, first);
        NDArray masks = operators.concatenateSamples(mask, moved)) {
      NDArray wanted = operators.turn(twice, turns);
      return new Exercise(operators.hide(wanted, masks), wanted, masks.onesLike(), turns);
    }
  }

  private long turns(long step, long view, long place) {
    return Seeds.random(Seeds.derive(settings.seed(), TURN_SEED, step, view, place))
        .nextInt(QUARTER_TURNS);
  }
}
