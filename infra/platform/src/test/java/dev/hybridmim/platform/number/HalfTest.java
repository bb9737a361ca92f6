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

  /** From all over the floats, and all around where a half's rounding tips. */
  @Test
  void runsAreConvertedAsSingleValuesAre() {
    for (int sign : new int[] {0, 0x80000000}) {
      float[] values = new float[0x800000];
      for (int index = 0; index < values.length; index++) {
        int bits = index * 256;
        int nearTip =
            switch (index % 5) {
              case 0 -> 0;
              case 1 -> 1;
              case 2 -> 0x1000 - bits % 0x2000;
              case 3 -> 0xfff - bits % 0x2000;
              default -> 0x1001 - bits % 0x2000;
            };
        values[index] = Float.intBitsToFloat(sign | Math.max(0, bits + nearTip));
      }
      byte[] bytes = new byte[2 * values.length];
      Half.encode(values, 0, values.length, bytes, 0);
      for (int index = 0; index < values.length; index++) {
        short half = (short) (bytes[2 * index] & 0xff | bytes[2 * index + 1] << 8);
        if (half != Half.toHalf(values[index])) {
          throw new AssertionError(values[index] + " became " + Half.toFloat(half));
        }
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
