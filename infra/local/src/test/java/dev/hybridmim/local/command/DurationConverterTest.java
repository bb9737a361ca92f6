package dev.hybridmim.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({"90s,PT90S", "10m,PT10M", "1h30m,PT1H30M", "2d,PT48H", "1d1h1m1s,PT25H1M1S"})
  void readsUnits(String text, String iso) {
    assertThat(converter.convert(text)).isEqualTo(Duration.parse(iso));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "m", "ten minutes", "-5m", "5m1h", "1.5h", "10 m", "0s", "0m0s"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
  }

  @Property(tries = 200)
  void readsWhatIsWritten(
      @ForAll @IntRange(max = 99) int hours, @ForAll @IntRange(min = 1, max = 59) int seconds) {
    assertThat(converter.convert(hours + "h" + seconds + "s"))
        .isEqualTo(Duration.ofHours(hours).plusSeconds(seconds));
  }
}
