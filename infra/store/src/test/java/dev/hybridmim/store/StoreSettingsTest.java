package dev.hybridmim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of(StoreSettings.ACCESS_KEY, "key", StoreSettings.SECRET_KEY, "a secret");

  @Test
  void takesAFreePortUnlessOneIsNamed() {
    assertThat(StoreSettings.of(List.of("--directory=objects"), CREDENTIALS).port()).isZero();
    assertThat(StoreSettings.of(List.of("--directory=objects", "--port=4000"), CREDENTIALS).port())
        .isEqualTo(4000);
  }

  @Test
  void makesTheDirectoryAbsolute() {
    StoreSettings settings = StoreSettings.of(List.of("--directory=some/../objects"), CREDENTIALS);

    assertThat(settings.directory()).isEqualTo(Path.of("objects").toAbsolutePath());
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> StoreSettings.of(List.of(), CREDENTIALS))
        .hasMessageContaining("--directory=DIR");
    assertThatThrownBy(() -> StoreSettings.of(List.of("--directory=objects"), Map.of()))
        .hasMessageContaining(StoreSettings.ACCESS_KEY);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> StoreSettings.of(List.of("--secret=x"), CREDENTIALS))
        .hasMessageContaining("--secret");
    assertThatThrownBy(
            () -> StoreSettings.of(List.of("--directory=objects", "--port=70000"), CREDENTIALS))
        .hasMessageContaining("65535");
    assertThatThrownBy(
            () -> StoreSettings.of(List.of("--directory=objects", "--port=many"), CREDENTIALS))
        .hasMessageContaining("many");
  }

  @Test
  void neverShowsItsSecret() {
    assertThat(StoreSettings.of(List.of("--directory=objects"), CREDENTIALS).toString())
        .doesNotContain("a secret");
  }
}
