package dev.hybridmim.augment.mask;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.geometry.RegionGrid;

/** Patches drawn without replacement over the whole sub-volume. */
final class UniformMask {
  private UniformMask() {}

  static void draw(RegionGrid grid, int masked, Draws draws, byte[] codes) {
    int patchesPerRegion = grid.patchesPerRegion();
    int patches = grid.patches();
    int toTake = masked;
    for (int index = 0; toTake > 0; index++) {
      if (draws.below(patches - index) < toTake) {
        grid.mask(codes, index / patchesPerRegion, index % patchesPerRegion);
        toTake--;
      }
    }
  }
}
