package dev.hybridmim.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.testing.TestData;
import dev.hybridmim.trainer.npy.NumpyArray;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks of the parity vectors. */
public final class NetworkFixture {
  private NetworkFixture() {}

  /** The narrow U-Net. */
  public static NetworkProfile unet(double dropout) {
    return new NetworkProfile(
        NetworkProfile.Backbone.UNET,
        1,
        List.of(8, 8, 16, 32, 64),
        List.of(2, 2, 2, 1),
        dropout,
        384);
  }

  /** An array of the vectors. */
  public static NumpyArray array(String file) {
    return NumpyArray.read(TestData.require("vectors/" + file));
  }

  /** All arrays of one of the vectors' archives. */
  public static Map<String, NumpyArray> arrays(String file) {
    return NumpyArray.readAll(TestData.require("vectors/" + file));
  }

  /** A state of the vectors as weights. */
  public static Map<String, Tensor> weights(String... files) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (String file : files) {
      arrays(file)
          .forEach(
              (name, values) ->
                  weights.put(name, Tensor.ofFloats(values.shape(), values.floats())));
    }
    return weights;
  }

  /** An array in native memory. */
  public static NDArray nativeArray(NDManager manager, NumpyArray array) {
    return manager.create(array.floats(), new Shape(array.shape()));
  }

  /** Compares shape and every value. */
  public static void assertClose(NDArray actual, NumpyArray expected, double tolerance) {
    assertThat(actual.getShape().getShape()).isEqualTo(expected.shape());
    assertThat(largestDifference(actual.toFloatArray(), expected.values()))
        .isLessThanOrEqualTo(tolerance);
  }

  /** Largest absolute difference. */
  public static double largestDifference(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int index = 0; index < actual.length; index++) {
      double difference = Math.abs(actual[index] - expected[index]);
      assertThat(difference).isNotNaN();
      largest = Math.max(largest, difference);
    }
    return largest;
  }
}
