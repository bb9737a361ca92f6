package dev.hybridmim.platform.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordCopyTest {
  private final TrainerProfile trainer = Profiles.load("laptop").trainer();

  @Test
  void onlyWhatIsNamedDiffers() {
    TrainerProfile copy = trainer.withThreads(trainer.threads() + 1);

    assertThat(copy).usingRecursiveComparison().ignoringFields("threads").isEqualTo(trainer);
    assertThat(copy.threads()).isEqualTo(trainer.threads() + 1);
  }

  @Test
  void theConstructorStillChecks() {
    assertThatThrownBy(() -> trainer.withThreads(-1))
        .isInstanceOf(InvalidProfileException.class)
        .hasMessageContaining("trainer.threads");
  }

  @Test
  void aNameThatIsNoComponentIsRefused() {
    assertThatThrownBy(() -> RecordCopy.with(trainer, Map.of("threats", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threats");
  }
}
