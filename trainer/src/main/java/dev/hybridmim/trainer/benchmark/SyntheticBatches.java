package dev.hybridmim.trainer.benchmark;

import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.Batch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/** Batches of noise with a profile's shapes and mask ratio, drawn from a seed. */
final class SyntheticBatches {
  private SyntheticBatches() {}

  static Batch draw(Profile profile, long seed) {
    RegionGrid grid = profile.augment().grid();
    int samples = profile.trainer().batchSize();
    int channels = profile.network().inputChannels();
    UniformRandomProvider random = Seeds.random(seed);
    ByteBuffer voxels =
        ByteBuffer.allocateDirect(samples * channels * grid.voxels() * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    while (voxels.hasRemaining()) {
      voxels.putShort(Half.toHalf(random.nextFloat()));
    }
    byte[] codes = new byte[samples * grid.maskBytes()];
    for (int sample = 0; sample < samples; sample++) {
      byte[] code = mask(grid, profile.augment().maskRatio(), random);
      System.arraycopy(code, 0, codes, sample * code.length, code.length);
    }
    return new Batch(samples, voxels.flip(), codes, channels);
  }

  private static byte[] mask(RegionGrid grid, double ratio, UniformRandomProvider random) {
    int[] patches = new int[grid.patches()];
    Arrays.setAll(patches, index -> index);
    byte[] code = new byte[grid.maskBytes()];
    for (int drawn = 0; drawn < Math.round(ratio * patches.length); drawn++) {
      int other = random.nextInt(drawn, patches.length);
      int patch = patches[other];
      patches[other] = patches[drawn];
      grid.mask(code, patch / grid.patchesPerRegion(), patch % grid.patchesPerRegion());
    }
    return code;
  }
}
