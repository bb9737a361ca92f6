package dev.hybridmim.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.SwinProfile;
import dev.hybridmim.platform.profile.SwinProfile.PatchMerging;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.Operators;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwinUnetrTest {

  @Test
  void theTwoMergingsDiffer() {
    try (NDManager manager = NDManager.newBaseManager();
        Operators operators = Operators.load(manager)) {
      NDArray x = manager.randomNormal(new Shape(1, 1, 32, 64, 32));
      float[] repeating = coarsest(manager, operators, PatchMerging.MERGING, x);
      float[] complete = coarsest(manager, operators, PatchMerging.MERGINGV2, x);
      assertThat(repeating).hasSize(2 * 96);
      assertThat(complete).isNotEqualTo(repeating);
    }
  }

  @Test
  void dropoutMakesViewsDiffer() {
    try (NDManager manager = NDManager.newBaseManager();
        Operators operators = Operators.load(manager);
        ParameterMap parameters = new ParameterMap(manager, operators)) {
      SwinUnetr network =
          new SwinUnetr(operators, parameters, new SwinSettings(1, 6, SwinProfile.PUBLISHED), 1, 1);
      NDArray x = manager.randomNormal(new Shape(1, 1, 32, 32, 32));
      Dropout dropout = Dropout.of(0.1);
      float[] first = network.features(x, dropout.restart(1)).coarsest().toFloatArray();
      float[] second = network.features(x, dropout.restart(2)).coarsest().toFloatArray();
      float[] again = network.features(x, dropout.restart(1)).coarsest().toFloatArray();
      assertThat(second).isNotEqualTo(first);
      assertThat(again).isEqualTo(first);
    }
  }

  @Test
  void whatDoesNotDivideIsRefused() {
    assertThatThrownBy(() -> swin(List.of(10, 20, 40, 80, 160)))
        .hasMessageContaining("network.swin.heads 3 of stage 1 do not divide its width 10");
    assertThatThrownBy(() -> swin(List.of(12, 24, 48, 96, 200)))
        .hasMessageContaining("200 follows 96");
    try (NDManager manager = NDManager.newBaseManager();
        SegmentationNetwork network = SegmentationNetwork.create(tiny(), 3, 1, manager)) {
      NDArray x = manager.zeros(new Shape(1, 1, 32, 48, 32));
      assertThatThrownBy(() -> network.logits(x, Dropout.none()))
          .hasMessageContaining("second edge is 48");
    }
  }

  @Test
  void itSegments() {
    try (NDManager manager = NDManager.newBaseManager();
        SegmentationNetwork network = SegmentationNetwork.create(tiny(), 3, 1, manager)) {
      NDArray x = manager.randomNormal(new Shape(1, 1, 32, 32, 32));
      assertThat(network.logits(x, Dropout.none()).getShape())
          .isEqualTo(new Shape(1, 3, 32, 32, 32));
      assertThat(network.loadPretrained(Map.of()).missing()).isNotEmpty();
    }
  }

  private static NetworkProfile tiny() {
    return swin(List.of(6, 12, 24, 48, 96));
  }

  private static NetworkProfile swin(List<Integer> widths) {
    return new NetworkProfile(
        NetworkProfile.Backbone.SWIN_UNETR, 1, widths, List.of(2, 2, 2, 2), 0.1, 8);
  }

  private static float[] coarsest(
      NDManager manager, Operators operators, PatchMerging merging, NDArray x) {
    try (ParameterMap parameters = new ParameterMap(manager, operators)) {
      SwinUnetr network =
          new SwinUnetr(
              operators,
              parameters,
              new SwinSettings(
                  1, 6, new SwinProfile(merging, 7, List.of(2, 2, 2, 2), List.of(3, 6, 12, 24))),
              1,
              1);
      try (Pyramid pyramid = network.features(x, Dropout.none())) {
        return pyramid.coarsest().toFloatArray();
      }
    }
  }
}
