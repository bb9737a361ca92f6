package dev.hybridmim.augment.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.number.Seeds;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class TwoLevelMaskingTest {
  private static final RegionGrid PAPER = RegionGrid.cube(96, 32, 16);

  @Property(tries = 10_000)
  void theTotalIsExactAndTheCodesAreTheGeometryOfTheMaskedVoxels(
      @ForAll("strategies") MaskStrategy strategy,
      @ForAll("grids") RegionGrid grid,
      @ForAll @DoubleRange(min = 0, max = 1) double ratio,
      @ForAll long seed) {
    byte[] codes = TwoLevelMasking.draw(strategy, grid, ratio, seed);

    assertThat(grid.maskedCount(codes)).isEqualTo((int) Math.round(ratio * grid.patches()));
    assertThat(countVoxels(grid, codes))
        .isEqualTo((long) grid.maskedCount(codes) * (long) Math.pow(grid.patchEdge(), 3));
    assertThat(codesFromVoxels(grid, codes)).isEqualTo(codes);
  }

  @Property(tries = 1000)
  void theSameSeedGivesTheSameBytesWhateverTheArrayHeld(
      @ForAll("strategies") MaskStrategy strategy,
      @ForAll("grids") RegionGrid grid,
      @ForAll long seed,
      @ForAll byte rubbish) {
    byte[] codes = new byte[grid.maskBytes()];
    java.util.Arrays.fill(codes, rubbish);
    TwoLevelMasking.draw(strategy, grid, 0.4, seed, codes);

    assertThat(codes).isEqualTo(TwoLevelMasking.draw(strategy, grid, 0.4, seed));
  }

  @Property(tries = 12, edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
  void everyPatchIsEquallyLikely(
      @ForAll("strategies") MaskStrategy strategy,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double ratio,
      @ForAll long seed) {
    int masks = 10_000;
    long[] hits = new long[PAPER.patches()];
    byte[] codes = new byte[PAPER.maskBytes()];
    for (int mask = 0; mask < masks; mask++) {
      TwoLevelMasking.draw(strategy, PAPER, ratio, Seeds.derive(seed, mask), codes);
      count(PAPER, codes, hits);
    }
    double share = TwoLevelMasking.maskedPatches(PAPER, ratio) / (double) PAPER.patches();
    double deviation = Math.sqrt(masks * share * (1 - share));
    for (long hit : hits) {
      // Six standard deviations: once in two million such test runs by chance.
      assertThat((double) hit)
          .isBetween(masks * share - 6 * deviation, masks * share + 6 * deviation);
    }
  }

  @Example
  void hierarchicalMasksHaveRegionsOfAllThreeKinds() {
    int kept = 0;
    int whole = 0;
    int partly = 0;
    for (int seed = 0; seed < 1000; seed++) {
      byte[] codes =
          TwoLevelMasking.draw(MaskStrategy.MASK_STRATEGY_HIERARCHICAL, PAPER, 0.4, seed);
      for (int region = 0; region < PAPER.regions(); region++) {
        int count = PAPER.maskedCount(codes, region);
        kept += count == 0 ? 1 : 0;
        whole += count == PAPER.patchesPerRegion() ? 1 : 0;
        partly += count > 0 && count < PAPER.patchesPerRegion() ? 1 : 0;
      }
    }
    assertThat(kept + whole + partly).isEqualTo(27_000);
    assertThat(kept / 27_000.0).isBetween(0.2, 0.5);
    assertThat(whole / 27_000.0).isBetween(0.1, 0.3);
    assertThat(partly / 27_000.0).isBetween(0.3, 0.6);
  }

  @Example
  void theBytesAreFixedForEver() {
    // Computed by a program in another language, written from the package's documentation alone.
    RegionGrid wideCodes = new RegionGrid(new int[] {6, 6, 18}, 6, 2);
    assertThat(hex(MaskStrategy.MASK_STRATEGY_UNIFORM, PAPER))
        .isEqualTo("9b09572b42e3c008809073b3494890e2b4a0327b284121d292e1a9");
    assertThat(hex(MaskStrategy.MASK_STRATEGY_HIERARCHICAL, PAPER))
        .isEqualTo("00feb5ef00fe00000000fe00f7fe0000ff0000ff00ff000000ffdf");
    assertThat(hex(MaskStrategy.MASK_STRATEGY_UNIFORM, wideCodes))
        .isEqualTo("9b09570345681c0023404207");
    assertThat(hex(MaskStrategy.MASK_STRATEGY_HIERARCHICAL, wideCodes))
        .isEqualTo("00000000537e0706dcec7a06");
  }

  @Example
  void aRatioThatIsNoShareIsRefused() {
    assertThatThrownBy(
            () -> TwoLevelMasking.draw(MaskStrategy.MASK_STRATEGY_UNIFORM, PAPER, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ratio NaN");
  }

  @Example
  void aStrategyThatIsNotNamedIsRefused() {
    assertThatThrownBy(
            () -> TwoLevelMasking.draw(MaskStrategy.MASK_STRATEGY_UNSPECIFIED, PAPER, 0.4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uniform or hierarchical");
  }

  @Provide
  Arbitrary<MaskStrategy> strategies() {
    return Arbitraries.of(
        MaskStrategy.MASK_STRATEGY_UNIFORM, MaskStrategy.MASK_STRATEGY_HIERARCHICAL);
  }

  /** Regions of 1 to 27 patches, also of 64; one to twelve regions, not only cubes. */
  @Provide
  Arbitrary<RegionGrid> grids() {
    Arbitrary<Integer> regions = Arbitraries.integers().between(1, 3);
    Arbitrary<Integer> patches = Arbitraries.integers().between(1, 4);
    Arbitrary<Integer> patchEdges = Arbitraries.integers().between(1, 2);
    return Combinators.combine(regions, regions, regions, patches, patchEdges)
        .as(
            (i, j, k, perEdge, patchEdge) -> {
              int edge = perEdge * patchEdge;
              return new RegionGrid(new int[] {i * edge, j * edge, k * edge}, edge, patchEdge);
            });
  }

  private static String hex(MaskStrategy strategy, RegionGrid grid) {
    return HexFormat.of().formatHex(TwoLevelMasking.draw(strategy, grid, 0.4, 20_240_607));
  }

  private static void count(RegionGrid grid, byte[] codes, long[] hits) {
    for (int region = 0; region < grid.regions(); region++) {
      for (int patch = 0; patch < grid.patchesPerRegion(); patch++) {
        hits[region * grid.patchesPerRegion() + patch] += grid.masked(codes, region, patch) ? 1 : 0;
      }
    }
  }

  private static long countVoxels(RegionGrid grid, byte[] codes) {
    byte[] voxels = new byte[grid.voxels()];
    grid.expand(codes, voxels);
    long count = 0;
    for (byte voxel : voxels) {
      count += voxel;
    }
    return count;
  }

  /** The codes read back from the voxel mask by plain geometry, without the grid's own helpers. */
  private static byte[] codesFromVoxels(RegionGrid grid, byte[] codes) {
    byte[] voxels = new byte[grid.voxels()];
    grid.expand(codes, voxels);
    int[] size = grid.subVolume();
    int region = grid.regionEdge();
    int patch = grid.patchEdge();
    int perEdge = region / patch;
    int bytes = (perEdge * perEdge * perEdge + 7) / 8;
    byte[] found = new byte[codes.length];
    for (int i = 0; i < size[0]; i += patch) {
      for (int j = 0; j < size[1]; j += patch) {
        for (int k = 0; k < size[2]; k += patch) {
          if (voxels[(i * size[1] + j) * size[2] + k] == 1) {
            int number =
                (i / region * (size[1] / region) + j / region) * (size[2] / region) + k / region;
            int bit =
                (i % region / patch * perEdge + j % region / patch) * perEdge + k % region / patch;
            found[number * bytes + bit / 8] |= (byte) (1 << (bit % 8));
          }
        }
      }
    }
    return found;
  }
}
