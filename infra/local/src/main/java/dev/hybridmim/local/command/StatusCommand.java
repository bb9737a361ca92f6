package dev.hybridmim.local.command;

import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.view.FinalReport;
import dev.hybridmim.local.view.RunIdentity;
import dev.hybridmim.local.view.Summary;
import dev.hybridmim.local.view.Summary.State;
import dev.hybridmim.local.view.SummaryJson;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code hybridmim status}. */
@Command(
    name = "status",
    description = "Shows what a running or finished home holds.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  private StatusCommand() {}

  @Override
  public Integer call() {
    Summary summary = read(home.layout());
    if (json.isWanted()) {
      System.out.println(SummaryJson.write(summary));
    } else {
      System.out.println(
          "Home " + summary.home() + ": " + summary.state().name().toLowerCase(Locale.ROOT));
      summary.problem().ifPresent(System.out::println);
      if (summary.state() != State.NONE) {
        System.out.println();
        System.out.print(FinalReport.of(summary));
      }
    }
    System.out.flush();
    return ExitCode.OK;
  }

  /**
   * The last summary, put right by the lock: a launcher that was killed could not write that it
   * ended.
   */
  static Summary read(HomeLayout layout) {
    Optional<Summary> written = SummaryJson.readFile(layout.summary());
    boolean occupied = Home.isOccupied(layout);
    if (written.isEmpty()) {
      return new RunIdentity(
              layout.root().toString(),
              "",
              Optional.empty(),
              Instant.now(),
              Map.of("home", layout.root().toString()))
          .empty(occupied ? State.STARTING : State.NONE, Optional.empty());
    }
    Summary summary = written.get();
    if (occupied && !summary.state().isActive()) {
      return summary.inState(State.STARTING);
    }
    return !occupied && summary.state().isActive() ? summary.inState(State.INTERRUPTED) : summary;
  }
}
