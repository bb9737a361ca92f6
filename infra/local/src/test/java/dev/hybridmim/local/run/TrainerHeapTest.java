package dev.hybridmim.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import org.junit.jupiter.api.Test;

class TrainerHeapTest {

  @Test
  void thePublishedNetworksFitIn() {
    assertThat(TrainerHeap.weights(unet().network())).isCloseTo(22_202_482, withinPercentage(3));
    assertThat(TrainerHeap.weights(swin().network())).isCloseTo(62_495_028, withinPercentage(3));
    // The state of the published Swin UNETR alone takes 954 MiB.
    assertThat(TrainerHeap.mebibytes(swin())).isBetween(1900, 2100);
    assertThat(TrainerHeap.mebibytes(Profiles.load("laptop"))).isEqualTo(1024);
  }

  private static Profile unet() {
    return Profiles.load("paper-unet");
  }

  private static Profile swin() {
    return Profiles.load("paper-swin");
  }
}
