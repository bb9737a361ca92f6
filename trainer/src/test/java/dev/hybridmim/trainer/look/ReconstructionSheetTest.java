package dev.hybridmim.trainer.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.geometry.RegionGrid;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ReconstructionSheetTest {
  private static final RegionGrid GRID = RegionGrid.cube(16, 8, 4);

  @Test
  void whatWasHiddenIsBlueAndWhatIsNoNumberMagenta() throws IOException {
    Map<Integer, Integer> colors =
        colors(new ReconstructionSheet(true, 0).overview(seen(0.5f, 0.25f), "Run a  step 1"));

    int hiddenPixels = colors.get(Shades.HIDDEN);
    // Half of two slices and nothing of the axial one, 12 pixels an edge of a voxel; some under
    // marks.
    assertThat(hiddenPixels).isBetween(192 * 192 - 1000, 192 * 192);
    assertThat(colors).containsKeys(0x808080, 0x404040, Shades.heat(0.25));
    assertThat(colors).doesNotContainKey(Shades.NOT_FINITE);
    assertThat(colors(new ReconstructionSheet(true, 0).overview(seen(0.5f, Float.NaN), "Run a")))
        .containsKey(Shades.NOT_FINITE);
  }

  @Test
  void theSameNumbersGiveTheSameBytes() {
    ReconstructionSheet sheet = new ReconstructionSheet(false, 0);

    assertThat(sheet.overview(seen(0.5f, 0.25f), "Run a"))
        .isEqualTo(sheet.overview(seen(0.5f, 0.25f), "Run a"))
        .isNotEqualTo(sheet.overview(seen(0.5f, 0.3f), "Run a"))
        .isNotEqualTo(sheet.overview(seen(0.5f, 0.25f), "Run b"))
        .isNotEqualTo(new ReconstructionSheet(true, 0).overview(seen(0.5f, 0.25f), "Run a"));
  }

  @Test
  void rightIsOnTheLeftAndTheHeadOnTop() {
    int[] edges = {4, 5, 6};

    // The pixel in the upper left corner of each plane.
    assertThat(Plane.AXIAL.voxel(edges, 2, 0, 0)).isEqualTo((3 * 5 + 4) * 6 + 2);
    assertThat(Plane.CORONAL.voxel(edges, 2, 0, 0)).isEqualTo((3 * 5 + 2) * 6 + 5);
    assertThat(Plane.SAGITTAL.voxel(edges, 2, 0, 0)).isEqualTo((2 * 5 + 4) * 6 + 5);
    assertThat(Plane.AXIAL.marks(true)).containsExactly("R", "L", "A", "P");
    assertThat(Plane.CORONAL.marks(true)).containsExactly("R", "L", "S", "I");
    assertThat(Plane.SAGITTAL.marks(true)).containsExactly("A", "P", "S", "I");
    assertThat(Plane.AXIAL.marks(false)).containsExactly("+I", "-I", "+J", "-J");
  }

  @Test
  void rightAndWrongRegionsAreFramed() throws IOException {
    Map<Integer, Integer> colors =
        colors(new ReconstructionSheet(true, 0).regions(seen(0.5f, 0.25f), "Run a"));

    // One region of eight is wrong.
    assertThat((double) colors.get(0x4caf50) / colors.get(0xe05252)).isEqualTo(7.0);
  }

  @Test
  void numbersOfTheSheet() {
    Reconstruction seen = seen(0.5f, 0.25f);

    assertThat(seen.meanAbsoluteError()).isEqualTo(0.25);
    assertThat(seen.regionsRight()).isEqualTo(7);
  }

  /** Every second patch along k is hidden; the last region is told wrongly. */
  private static Reconstruction seen(float input, float answer) {
    byte[] codes = new byte[GRID.maskBytes()];
    int[] hidden = new int[GRID.regions()];
    int[] said = new int[GRID.regions()];
    double[] expected = new double[GRID.regions()];
    for (int region = 0; region < GRID.regions(); region++) {
      for (int patch = 1; patch < GRID.patchesPerRegion(); patch += 2) {
        GRID.mask(codes, region, patch);
      }
      hidden[region] = 4;
      said[region] = region == GRID.regions() - 1 ? 7 : 4;
      expected[region] = said[region];
    }
    byte[] voxels = new byte[GRID.voxels()];
    GRID.expand(codes, voxels);
    float[] inputs = new float[GRID.voxels()];
    float[] answers = new float[GRID.voxels()];
    Arrays.fill(inputs, input);
    Arrays.fill(answers, answer);
    return new Reconstruction(GRID, 1, inputs, voxels, answers, hidden, said, expected, 1);
  }

  private static Map<Integer, Integer> colors(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    Map<Integer, Integer> colors = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.merge(image.getRGB(x, y) & 0xffffff, 1, Integer::sum);
      }
    }
    return colors;
  }
}
