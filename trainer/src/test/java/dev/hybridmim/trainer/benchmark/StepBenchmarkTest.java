package dev.hybridmim.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBenchmarkTest {
  private static final long ALLOWED_GROWTH = 64L << 20;

  @Test
  void residentMemoryIsFlatAndPhasesAddUpToTheStep() throws Exception {
    StepFigures few = new StepBenchmark(1, 20).measure(tiny());
    StepFigures many = new StepBenchmark(1, 200).measure(tiny());

    assertThat(many.steps()).isEqualTo(200);
    // 180 steps more that kept but one feature map each would take 180 MiB.
    if (Files.isReadable(Path.of("/proc/self/status"))) {
      assertThat(many.peakBytes()).isBetween(1L << 20, few.peakBytes() + ALLOWED_GROWTH);
    }
    assertThat(many.phases().stream().mapToDouble(StepFigures.Phase::seconds).sum())
        .isCloseTo(many.secondsPerStep(), within(1e-9));
    assertThat(many.phases().stream().mapToDouble(StepFigures.Phase::cpuSeconds).sum())
        .isCloseTo(many.cpuSecondsPerStep(), within(1e-9));
    assertThat(many.phases()).extracting(StepFigures.Phase::phase).contains("secondView");
  }

  @Test
  void aProcessThatFailsGivesItsReason() {
    Profile profile = tiny();
    Profile impossible = profile.withTrainer(profile.trainer().withBatchSize(1_000_000));
    assertThatThrownBy(() -> new StepBenchmark(0, 1).measure(impossible))
        .isInstanceOf(StepBenchmarkException.class)
        .hasMessageContaining("ended with code");
    assertThatThrownBy(() -> new StepBenchmark(-1, 1))
        .isInstanceOf(StepBenchmarkException.class)
        .hasMessageContaining("-1");
  }

  /** Feature maps of 1 MiB in the first level. */
  private static Profile tiny() {
    Profile laptop = Profiles.load("laptop");
    NetworkProfile network =
        new NetworkProfile(
            NetworkProfile.Backbone.UNET, 1, List.of(4, 4, 8, 8, 16), List.of(2, 2, 2, 1), 0.1, 16);
    return laptop.withNetwork(network).withTrainer(laptop.trainer().withBatchSize(2));
  }
}
