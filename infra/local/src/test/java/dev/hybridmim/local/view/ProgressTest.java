package dev.hybridmim.local.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aLineSaysWhatAPersonWantsToKnow() {
    Summary summary =
        Summaries.summary().scans(5, 3, 1).step(20).snapshot(10).snapshot(20).score(10).build();

    assertThat(ProgressText.line(summary, Duration.ofSeconds(83)))
        .contains(
            "1:23", "5 arrived, 3 prepared, 1 rejected", "step 20", "snapshots 2", "scores 1");
    assertThat(ProgressText.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
  }

  @Test
  void aTerminalGetsABlockThatIsRefreshedInPlace() {
    ProgressDisplay display = new ProgressDisplay(stream, true);
    Summary summary = Summaries.summary().scans(5, 3, 1).step(20).snapshot(20).build();
    int lines = ProgressText.block(summary, Duration.ZERO).size();

    display.show(summary);
    assertThat(text()).doesNotContain("\u001b[" + lines + "A");
    display.say("Something happened.");

    assertThat(text())
        .contains("\u001b[" + lines + "A\u001b[J" + "Something happened.")
        .contains("scores     none yet");
  }

  @Test
  void aFileGetsALineNowAndThen() {
    ProgressDisplay display = new ProgressDisplay(stream, false);
    Summary summary = Summaries.summary().scans(5, 3, 1).step(20).build();
    display.show(summary);
    display.show(summary);
    display.show(summary);
    assertThat(text().lines()).hasSize(1);

    display.show(Summaries.summary().scans(5, 3, 1).step(20).snapshot(20).build());
    assertThat(text().lines()).as("a snapshot is worth a line").hasSize(2);
    assertThat(text()).doesNotContain("\u001b");
  }

  @Test
  void theReportShowsSnapshotsRejectsAndWhereThingsLie() {
    String report =
        FinalReport.of(
            Summaries.summary()
                .scans(5, 3, 1)
                .step(20)
                .snapshot(10)
                .snapshot(20)
                .score(10)
                .champion("spleen", 10)
                .reject("ingest", "bucket/raw/1.nii", "/scans/my file.nii")
                .reject("evaluator", "snapshots/run/000000000020/", null)
                .build());

    assertThat(report)
        .contains("5 arrived, 3 prepared, 1 rejected, 1 not decided yet")
        .contains("loss 1.0000 at first, 0.0500 at last")
        .containsPattern("run/10 +10 +0\\.7500 +0\\.5000 +3\\.25 mm")
        .containsPattern("run/20 +20 +- +- +-")
        .contains("Champion of spleen: run/10, Dice 0.7500 (95 % interval 0.7000 to 0.8000) over 2")
        .contains("/scans/my file.nii")
        .contains("snapshots/run/000000000020/")
        .contains("home:");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
