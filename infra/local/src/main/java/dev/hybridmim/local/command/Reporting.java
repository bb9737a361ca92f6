package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.Interruption;
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
    // Ctrl-C ends the process when this block is left: not before everything is said.
    try (Interruption interruption = Interruption.install(() -> display.say("Stopping…"))) {
      Summary summary = outcome(request, display, interruption);
      display.end();
      report(summary, json);
      return summary.state() == Summary.State.FINISHED ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static Summary outcome(
      RunRequest request, ProgressDisplay display, Interruption interruption) {
    try {
      return PlatformRun.run(request, display, interruption);
    } catch (RunException e) {
      return refused(request, e.getMessage());
    }
  }

  private static void report(Summary summary, boolean json) {
    if (json) {
      System.out.println(SummaryJson.write(summary));
    } else if (summary.scans().arrived() > 0) {
      System.out.println();
      System.out.print(FinalReport.of(summary));
    }
    System.out.flush();
    summary.problem().ifPresent(System.err::println);
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
