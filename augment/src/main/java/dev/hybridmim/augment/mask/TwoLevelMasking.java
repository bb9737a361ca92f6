package dev.hybridmim.augment.mask;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.MaskStrategy;
import java.util.Arrays;
import java.util.Objects;

/**
 * Draws masks; the algorithms are specified in this package's documentation.
 *
 * <p>In: a grid of regions and patches, the share to hide, a seed. Out: the mask codes, {@link
 * RegionGrid#maskBytes()} bytes. The same arguments give the same bytes on every machine.
 */
public final class TwoLevelMasking {
  private TwoLevelMasking() {}

  /**
   * A mask in a new array.
   *
   * @throws IllegalArgumentException when the ratio is not a share or the strategy is not named
   */
  public static byte[] draw(MaskStrategy strategy, RegionGrid grid, double ratio, long seed) {
    byte[] codes = new byte[grid.maskBytes()];
    draw(strategy, grid, ratio, seed, codes);
    return codes;
  }

  /** A mask written into {@code codes}, whose earlier content doesn't matter. */
  public static void draw(
      MaskStrategy strategy, RegionGrid grid, double ratio, long seed, byte[] codes) {
    Objects.checkFromIndexSize(0, grid.maskBytes(), codes.length);
    int masked = maskedPatches(grid, ratio);
    Arrays.fill(codes, (byte) 0);
    Draws draws = new Draws(seed);
    switch (strategy) {
      case MASK_STRATEGY_UNIFORM -> UniformMask.draw(grid, masked, draws, codes);
      case MASK_STRATEGY_HIERARCHICAL -> HierarchicalMask.draw(grid, masked, draws, codes);
      default ->
          throw new IllegalArgumentException(
              "The mask strategy " + strategy + " is not known: ask for uniform or hierarchical");
    }
  }

  /** How many patches a mask hides: the ratio of all of them, rounded, halves up. */
  public static int maskedPatches(RegionGrid grid, double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("The mask ratio " + ratio + " is not between 0 and 1");
    }
    return (int) Math.floor(ratio * grid.patches() + 0.5);
  }
}
