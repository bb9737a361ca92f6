package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.PlatformRun;
import dev.hybridmim.local.run.RunRequest;
import dev.hybridmim.local.view.FinalReport;
import dev.hybridmim.local.view.ProgressDisplay;
import dev.hybridmim.local.view.RunIdentity;
import dev.hybridmim.local.view.Summary;
import dev.hybridmim.local.view.SummaryJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ExitCode;

/** Carries out a run and says how it went. */
final class Reporting {
  private Reporting() {}

  /** Runs, prints table or document, and returns the exit code. */
  static int run(RunRequest request, boolean json) {
    ProgressDisplay display =
        new ProgressDisplay(System.err, ProgressDisplay.standardErrorIsTerminal());
    Summary summary;
    try {
      summary = PlatformRun.run(request, display);
    } catch (RunException e) {
      summary = refused(request, e.getMessage());
    }
    display.end();
    if (json) {
      System.out.println(SummaryJson.write(summary));
    } else if (summary.scans().arrived() > 0) {
      System.out.println();
      System.out.print(FinalReport.of(summary));
    }
    System.out.flush();
    summary.problem().ifPresent(System.err::println);
    return summary.state() == Summary.State.FINISHED ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Summary refused(RunRequest request, String sentence) {
    return new RunIdentity(
            request.home().root().toString(),
            request.profile(),
            Optional.empty(),
            Instant.now(),
            Map.of("home", request.home().root().toString()))
        .empty(Summary.State.FAILED, Optional.of(sentence));
  }
}
