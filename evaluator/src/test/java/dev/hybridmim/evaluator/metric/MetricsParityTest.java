package dev.hybridmim.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.evaluator.testing.Npz;
import dev.hybridmim.platform.testing.TestData;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers computed by MONAI 1.3.2 for pairs of label maps with four classes, with and without
 * spacing.
 */
class MetricsParityTest {
  private static final int CLASSES = 4;
  private static final Offset<Double> TOLERANCE = within(1e-5);
  private static final Map<String, double[]> SPACINGS =
      Map.of(
          "", new double[] {1, 1, 1},
          "_spacing1.5_1.5_2.0", new double[] {1.5, 1.5, 2},
          "_spacing0.7_1.0_3.0", new double[] {0.7, 1, 3});

  private static Npz vectors;

  @BeforeAll
  static void readVectors() {
    vectors = Npz.read(TestData.require("vectors/metrics.npz"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smooth",
        "random",
        "shifted",
        "class2_absent_in_pred",
        "class3_absent_in_both",
        "identical",
        "point_and_plane"
      })
  void agreesWithMonai(String pair) {
    LabelMap prediction = labels(pair + ".pred");
    LabelMap reference = labels(pair + ".label");
    for (int label = 0; label < CLASSES; label++) {
      same(Dice.of(prediction, reference, label), pair + ".dice", label);
      same(Dice.countingEmpty(prediction, reference, label), pair + ".dice_empty_is_1", label);
      for (Map.Entry<String, double[]> spacing : SPACINGS.entrySet()) {
        SurfaceDistances distances =
            SurfaceDistances.between(prediction, reference, label, spacing.getValue());
        String suffix = spacing.getKey();
        same(distances.hausdorff95(), pair + ".hd95" + suffix, label);
        same(distances.hausdorff(100), pair + ".hd100" + suffix, label);
        same(distances.directedHausdorff(95), pair + ".hd95_directed" + suffix, label);
      }
    }
  }

  @Test
  void hasTheSameSurfaceDistances() {
    SurfaceDistances distances =
        SurfaceDistances.between(
            labels("smooth.pred"), labels("smooth.label"), 1, new double[] {1.5, 1.5, 2});
    float[] expected = vectors.get("smooth.class1.surface_distance_spacing1.5_1.5_2.0").floats();
    Arrays.sort(expected);
    double[] actual = distances.toReference();
    assertThat(actual).hasSameSizeAs(expected);
    for (int index = 0; index < expected.length; index++) {
      assertThat(actual[index]).isCloseTo(expected[index], TOLERANCE);
    }
  }

  /** Average surface distances hang on every distance, those that surface Dice counts. */
  @ParameterizedTest
  @ValueSource(strings = {"smooth", "random", "shifted", "identical", "point_and_plane"})
  void averagesOfAllDistancesAgree(String pair) {
    for (Map.Entry<String, double[]> spacing : SPACINGS.entrySet()) {
      for (int label = 0; label < CLASSES; label++) {
        SurfaceDistances distances =
            SurfaceDistances.between(
                labels(pair + ".pred"), labels(pair + ".label"), label, spacing.getValue());
        same(
            Arrays.stream(distances.toReference()).average().orElse(Double.NaN),
            pair + ".asd" + spacing.getKey(),
            label);
      }
    }
  }

  private static void same(double actual, String name, int label) {
    double expected = vectors.get(name).floats()[label];
    if (Double.isFinite(expected)) {
      assertThat(actual).as("%s of class %d", name, label).isCloseTo(expected, TOLERANCE);
    } else {
      // Boxed, so that NaN equals NaN.
      assertThat(Double.valueOf(actual))
          .as("%s of class %d", name, label)
          .isEqualTo(Double.valueOf(expected));
    }
  }

  private static LabelMap labels(String name) {
    Npz.Entry entry = vectors.get(name);
    return new LabelMap(entry.shape(), entry.bytes());
  }
}
