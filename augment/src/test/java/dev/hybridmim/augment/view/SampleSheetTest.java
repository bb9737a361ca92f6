package dev.hybridmim.augment.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hybridmim.augment.sample.SampleEncoder;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Sample;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleSheetTest {
  /** Left edges of the first pair of panels, and the top of the first row's panels. */
  private static final int PLAIN = 14;

  private static final int MASKED = 14 + 168 + 6;
  private static final int TOP = 14 + 44;

  @Test
  void aMaskedPatchIsTintedWhereItLiesAndOnlyThere() {
    RegionGrid grid = RegionGrid.cube(16, 8, 4);
    byte[] codes = new byte[grid.maskBytes()];
    // Region (0, 0, 1), patch (1, 0, 0): voxels 4 to 7 along i, 0 to 3 along j, 8 to 11 along k.
    grid.mask(codes, 1, 4);
    BufferedImage sheet = SampleSheet.draw(List.of(sample(grid, codes)));

    // i to the right, j down, the plane k = 8; ten pixels and a half a voxel.
    assertThat(isTinted(sheet, MASKED + 63, TOP + 32)).isTrue();
    assertThat(isTinted(sheet, MASKED + 20, TOP + 32)).isFalse();
    assertThat(isTinted(sheet, MASKED + 63, TOP + 75)).isFalse();
    assertThat(isTinted(sheet, PLAIN + 63, TOP + 32)).isFalse();
  }

  @Test
  void aDamagedSampleIsARowThatSaysSo() {
    RegionGrid grid = RegionGrid.cube(16, 8, 4);
    Sample sound = sample(grid, new byte[grid.maskBytes()]);
    Sample damaged = sound.toBuilder().setVoxels(ByteString.copyFromUtf8("rubbish")).build();
    BufferedImage sheet = SampleSheet.draw(List.of(damaged, sound));

    // Red words and no picture in the first row; a picture in the second one.
    assertThat(colours(sheet, 0, TOP)).contains(0xff6b6b);
    assertThat(sheet.getRGB(PLAIN + 60, TOP + 60) & 0xffffff).isEqualTo(0x1b1d21);
    int second = TOP + 168 + 14 + 44;
    assertThat(sheet.getRGB(PLAIN + 60, second + 60) & 0xff).isEqualTo(128);
  }

  private static Sample sample(RegionGrid grid, byte[] codes) {
    float[] voxels = new float[grid.voxels()];
    Arrays.fill(voxels, 0.5f);
    Extent edge = Extent.newBuilder().setI(16).setJ(16).setK(16).build();
    Sample.Builder record =
        Sample.newBuilder()
            .setRunId("run")
            .setVolumeId("ab".repeat(32))
            .setShape(edge)
            .setOrigin(edge)
            .setChannels(1)
            .setRegionEdge(8)
            .setPatchEdge(4);
    return new SampleEncoder().encode(record, voxels, voxels.length, codes, true);
  }

  /** Orange over grey: more red than blue. */
  private static boolean isTinted(BufferedImage sheet, int x, int y) {
    int colour = sheet.getRGB(x, y);
    return (colour >> 16 & 0xff) > (colour & 0xff) + 40;
  }

  private static List<Integer> colours(BufferedImage sheet, int fromY, int toY) {
    return java.util.stream.IntStream.range(0, sheet.getWidth() * (toY - fromY))
        .mapToObj(n -> sheet.getRGB(n % sheet.getWidth(), fromY + n / sheet.getWidth()) & 0xffffff)
        .distinct()
        .toList();
  }
}
