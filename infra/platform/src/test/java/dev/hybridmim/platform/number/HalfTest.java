package dev.hybridmim.platform.number;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HalfTest {
  @Test
  void everyHalfSurvivesTheRoundTrip() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.toHalf(value)).as("bits %04x", bits).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void knownValues() {
    assertThat(Half.toHalf(1f)).isEqualTo((short) 0x3c00);
    assertThat(Half.toHalf(-2f)).isEqualTo((short) 0xc000);
    assertThat(Half.toHalf(65504f)).isEqualTo((short) 0x7bff);
    assertThat(Half.toHalf(65520f)).isEqualTo((short) 0x7c00);
    assertThat(Half.toHalf(1f / 3)).isEqualTo((short) 0x3555);
    assertThat(Half.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Half.toFloat(Half.toHalf(Float.NaN))).isNaN();
    assertThat(Half.toHalf(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
  }

  @Property
  void noOtherHalfIsNearer(@ForAll float value) {
    if (Math.abs(value) > 65504f || Float.isNaN(value)) {
      return;
    }
    short half = Half.toHalf(value);
    double error = Math.abs((double) Half.toFloat(half) - value);
    for (int step : new int[] {-1, 1}) {
      float neighbour = Half.toFloat((short) (half + step));
      if (Float.isFinite(neighbour)) {
        assertThat(error).isLessThanOrEqualTo(Math.abs((double) neighbour - value));
      }
    }
  }

  @Test
  void runsOfValuesAreLittleEndian() {
    byte[] bytes = new byte[4];
    Half.encode(new float[] {1f, 0.5f}, 0, 2, bytes, 0);
    assertThat(bytes).containsExactly(0x00, 0x3c, 0x00, 0x38);
    float[] back = new float[2];
    Half.decode(bytes, 0, 2, back, 0);
    assertThat(back).containsExactly(1f, 0.5f);
  }
}
