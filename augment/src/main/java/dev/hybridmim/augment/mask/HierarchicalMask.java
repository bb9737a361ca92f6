package dev.hybridmim.augment.mask;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.geometry.RegionGrid;

/** Region by region first, then patches inside the regions that are masked in part. */
final class HierarchicalMask {
  private final RegionGrid grid;
  private final Draws draws;
  private final byte[] codes;
  private final int patchesPerRegion;

  private int wholeToCome;
  private int partlyToCome;
  private int extraToCome;
  private int placesToCome;

  private HierarchicalMask(RegionGrid grid, Draws draws, byte[] codes) {
    this.grid = grid;
    this.draws = draws;
    this.codes = codes;
    this.patchesPerRegion = grid.patchesPerRegion();
  }

  static void draw(RegionGrid grid, int masked, Draws draws, byte[] codes) {
    HierarchicalMask mask = new HierarchicalMask(grid, draws, codes);
    mask.chooseNumbers(masked);
    mask.goThroughRegions();
  }

  private void chooseNumbers(int masked) {
    int regions = grid.regions();
    int fewestWhole = Math.max(0, masked - regions * (patchesPerRegion - 1));
    wholeToCome = draws.between(fewestWhole, masked / patchesPerRegion);
    int left = masked - wholeToCome * patchesPerRegion;
    if (left > 0) {
      int fewestPartly = ceilingOfQuotient(left, patchesPerRegion - 1);
      partlyToCome = draws.between(fewestPartly, Math.min(left, regions - wholeToCome));
    }
    extraToCome = left - partlyToCome;
    placesToCome = partlyToCome * (patchesPerRegion - 2);
  }

  private void goThroughRegions() {
    int regions = grid.regions();
    for (int region = 0; region < regions; region++) {
      int kind = draws.below(regions - region);
      if (kind < wholeToCome) {
        wholeToCome--;
        maskWhole(region);
      } else if (kind < wholeToCome + partlyToCome) {
        partlyToCome--;
        maskInPart(region, 1 + takeExtra());
      }
    }
  }

  private void maskWhole(int region) {
    for (int patch = 0; patch < patchesPerRegion; patch++) {
      grid.mask(codes, region, patch);
    }
  }

  /** How many of this region's places the patches beyond the sure one take. */
  private int takeExtra() {
    int taken = 0;
    int placesAfter = placesToCome - (patchesPerRegion - 2);
    for (; placesToCome > placesAfter && extraToCome > 0; placesToCome--) {
      if (draws.below(placesToCome) < extraToCome) {
        extraToCome--;
        taken++;
      }
    }
    placesToCome = placesAfter;
    return taken;
  }

  private void maskInPart(int region, int count) {
    int toTake = count;
    for (int patch = 0; toTake > 0; patch++) {
      if (draws.below(patchesPerRegion - patch) < toTake) {
        grid.mask(codes, region, patch);
        toTake--;
      }
    }
  }

  private static int ceilingOfQuotient(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
