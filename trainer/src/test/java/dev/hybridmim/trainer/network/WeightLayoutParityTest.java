package dev.hybridmim.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.npy.NumpyArray;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.safetensors.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Names, shapes and buffers of exports against the states of MONAI and of the published model. */
class WeightLayoutParityTest {
  private static final NetworkProfile SWIN =
      new NetworkProfile(
          NetworkProfile.Backbone.SWIN_UNETR,
          1,
          List.of(12, 24, 48, 96, 192),
          List.of(2, 2, 2, 2),
          0,
          384);

  @Test
  void swinUnetrIsWhatMonaiLoadsStrictly() {
    SortedMap<String, Tensor> exported =
        WeightLayout.MONAI.export(SWIN.backbone(), weights(SWIN, 96), WeightLayout.Part.ALL);

    Map<String, NumpyArray> published = NetworkFixture.arrays("swin12_state.npz");
    assertThat(exported).containsOnlyKeys(published.keySet());
    published.forEach(
        (name, array) -> {
          // The published vectors have two classes, pre-training one channel.
          if (!name.startsWith("out.")) {
            assertThat(exported.get(name).shape()).as(name).isEqualTo(array.shape());
          }
          if (name.endsWith("relative_position_index")) {
            assertThat(exported.get(name).dtype()).isEqualTo(TensorType.I64);
            long[] index = exported.get(name).toLongs();
            double[] expected = array.values();
            for (int place = 0; place < index.length; place++) {
              assertThat((double) index[place]).isEqualTo(expected[place]);
            }
          }
        });
  }

  @Test
  void theUNetIsThePublishedModelsState() {
    NetworkProfile unet = NetworkFixture.unet(0);
    SortedMap<String, Tensor> exported =
        WeightLayout.HYBRIDMIM.export(unet.backbone(), weights(unet, 96), WeightLayout.Part.ALL);

    assertThat(shapes(exported))
        .isEqualTo(
            shapes(NetworkFixture.weights("unet8_state.npz", "unet8_pretrain_state_diff.npz")));
    assertThatThrownBy(
            () -> WeightLayout.MONAI.export(unet.backbone(), exported, WeightLayout.Part.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--layout hybridmim");
  }

  @Test
  void theEncoderIsTheWayDown() {
    SortedMap<String, Tensor> swin =
        WeightLayout.HYBRIDMIM.export(
            SWIN.backbone(), weights(SWIN, 96), WeightLayout.Part.ENCODER);
    NetworkProfile unet = NetworkFixture.unet(0);
    SortedMap<String, Tensor> down =
        WeightLayout.HYBRIDMIM.export(
            unet.backbone(), weights(unet, 96), WeightLayout.Part.ENCODER);

    assertThat(swin).hasSize(118).allSatisfy((name, w) -> assertThat(name).startsWith("swin"));
    assertThat(down)
        .hasSize(40)
        .containsKeys("conv_0.conv_0.conv.weight", "downs.3.convs.conv_1.adn.N.bias")
        .doesNotContainKeys("ups.0.upsample.deconv.weight", "decoder_pred.bias");
  }

  @Test
  void eitherLayoutAndParallelWrappersAreReadBack() {
    SortedMap<String, Tensor> weights = weights(SWIN, 96);
    for (WeightLayout layout : WeightLayout.values()) {
      SortedMap<String, Tensor> file =
          layout.export(SWIN.backbone(), weights, WeightLayout.Part.ALL);
      Map<String, Tensor> wrapped = new LinkedHashMap<>();
      file.forEach((name, tensor) -> wrapped.put("module." + name, tensor));

      Map<String, Tensor> read = WeightLayout.read(file);
      assertThat(weights).containsAllEntriesOf(read);
      assertThat(read).hasSize(weights.size() - (layout == WeightLayout.MONAI ? 6 : 0));
      assertThat(WeightLayout.read(wrapped)).isEqualTo(read);
    }
  }

  private static SortedMap<String, Tensor> weights(NetworkProfile profile, int edge) {
    SortedMap<String, Tensor> weights = new TreeMap<>();
    try (NDManager manager = NDManager.newBaseManager();
        Operators operators = Operators.load(manager);
        PretrainingNetwork network =
            new PretrainingNetwork(operators, manager, profile, RegionGrid.cube(edge, 32, 16), 1)) {
      network
          .parameters()
          .names()
          .forEach(name -> weights.put(name, network.parameters().read(name)));
    }
    return weights;
  }

  private static Map<String, String> shapes(Map<String, Tensor> weights) {
    Map<String, String> shapes = new TreeMap<>();
    weights.forEach((name, tensor) -> shapes.put(name, tensor.toString()));
    return shapes;
  }
}
