package dev.hybridmim.local.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingViewTest {
  @TempDir Path directory;

  @Test
  void lossesAreMeansOfTheFirstAndLastTenSteps() {
    TrainingView view = new TrainingView();
    for (int step = 1; step <= 100; step++) {
      view.accept(parsed(step, 1.0 / step));
    }

    Summary.Training training = view.summary(Optional.of("run"));

    assertThat(training.step()).isEqualTo(100);
    assertThat(training.run()).contains("run");
    assertThat(training.lossFirst().orElseThrow()).isCloseTo(0.292897, within(1e-5));
    assertThat(training.lossLast().orElseThrow()).isCloseTo(0.010473, within(1e-5));
    assertThat(training.losses()).containsEntry("number", 2.0).doesNotContainKey("loss");
    // A tenth, without the first steps' long waits.
    assertThat(training.waitShare().orElseThrow()).isCloseTo(0.1, within(1e-9));
    assertThat(view.samplesTrained()).isEqualTo(800);
    assertThat(view.samplesPerSecond()).isEqualTo(4);
  }

  @Test
  void aRunOfLongStepsSaysSoonHowLongItWaited() {
    TrainingView view = new TrainingView();
    view.accept(timed(1, 20, 29));
    assertThat(view.summary(Optional.of("run")).waitShare()).isEmpty();
    view.accept(timed(2, 5, 31));
    assertThat(view.summary(Optional.of("run")).waitShare()).isEmpty();
    view.accept(timed(3, 1, 30));
    view.accept(timed(4, 0, 31));
    view.accept(timed(5, 0.5, 36.5));

    assertThat(view.summary(Optional.of("run")).waitShare().orElseThrow())
        .isCloseTo(1.5 / 99, within(1e-9));
  }

  @Test
  void stepsThatAreMadeAgainReplaceThoseBefore() {
    TrainingView view = new TrainingView();
    for (int step = 1; step <= 30; step++) {
      view.accept(parsed(step, 5));
    }
    for (int step = 26; step <= 28; step++) {
      view.accept(parsed(step, 1));
    }

    Summary.Training training = view.summary(Optional.empty());

    assertThat(training.step()).isEqualTo(28);
    // Seven of the old ones from 18 or 21 on are left, the three new ones are among the last.
    assertThat(training.lossLast().orElseThrow()).isCloseTo((5 * 5 + 3) / 8.0, within(1e-9));
    assertThat(training.lossFirst()).contains(5.0);
  }

  @Test
  void stepsThatWereSkippedHaveNoLoss() {
    TrainingView view = new TrainingView();
    StepMetrics.parse("{\"step\":1,\"losses\":{\"total\":null},\"samplesTrained\":8}")
        .ifPresent(view::accept);

    assertThat(view.summary(Optional.empty()).step()).isEqualTo(1);
    assertThat(view.summary(Optional.empty()).lossFirst()).isEmpty();

    view.accept(parsed(2, 3));
    assertThat(view.summary(Optional.empty()).lossFirst()).contains(3.0);
  }

  @Test
  void tornAndForeignLinesSayNothing() {
    assertThat(StepMetrics.parse("{\"step\":1,\"lo")).isEmpty();
    assertThat(StepMetrics.parse("{\"note\":\"hello\"}")).isEmpty();
    assertThat(StepMetrics.parse("")).isEmpty();
  }

  @Test
  void aGrowingFileIsReadOnceAndAReplacedOneAnew() throws IOException {
    Path file = directory.resolve("metrics.jsonl");
    MetricsFile metrics = new MetricsFile(file);
    List<String> lines = new ArrayList<>();
    metrics.poll(lines::add);
    assertThat(lines).isEmpty();

    Files.writeString(file, "one\ntw");
    metrics.poll(lines::add);
    Files.writeString(file, "o\nthree\n", StandardOpenOption.APPEND);
    metrics.poll(lines::add);
    assertThat(lines).containsExactly("one", "two", "three");

    Path shorter =
        Files.writeString(directory.resolve("draft"), "one\nother\nand more\nand more\n");
    Files.move(shorter, file, StandardCopyOption.REPLACE_EXISTING);
    lines.clear();
    metrics.poll(lines::add);
    assertThat(lines).containsExactly("one", "other", "and more", "and more");
  }

  private static StepMetrics parsed(long step, double loss) {
    return parsed(step, loss, step <= 10 ? 30 : 0.1, 0.9);
  }

  private static StepMetrics timed(long step, double waitSeconds, double stepSeconds) {
    return parsed(step, 1, waitSeconds, stepSeconds);
  }

  private static StepMetrics parsed(
      long step, double loss, double waitSeconds, double stepSeconds) {
    String line =
        "{\"step\":%d,\"losses\":{\"total\":%s,\"number\":2.0},\"samplesTrained\":%d,\"samplesPerSecond\":4.0,\"waitSeconds\":%s,\"stepSeconds\":%s}"
            .formatted(step, loss, 8 * step, waitSeconds, stepSeconds);
    return StepMetrics.parse(line).orElseThrow();
  }
}
