package dev.hybridmim.local.command;

import dev.hybridmim.ingest.catalogue.RejectEntry;
import dev.hybridmim.ingest.catalogue.ScanLedger;
import dev.hybridmim.ingest.catalogue.ScanRetry;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.run.OpenHome;
import dev.hybridmim.local.scans.ScanNames;
import dev.hybridmim.local.view.TextTable;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hybridmim rejects}. */
@Command(
    name = "rejects",
    description = "Shows what was refused and why, and announces it again after a fix.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RejectsCommand.ListCommand.class,
      RejectsCommand.ShowCommand.class,
      RejectsCommand.RetryCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class RejectsCommand {
  private RejectsCommand() {}

  /**
   * A refused thing; with {@code --json} the rows of {@code rejects}.
   *
   * @param file the user's own file, known on this machine only
   * @param count how often it was refused
   */
  record Row(
      String reference,
      Optional<String> file,
      String stage,
      String reason,
      String message,
      int count,
      String firstSeen,
      String lastSeen,
      boolean retryable,
      String eTag) {

    static Row of(RejectEntry reject, ScanNames names) {
      return new Row(
          reject.reference(),
          names.file(reject.reference()),
          reject.stage(),
          reject.reason(),
          reject.message(),
          reject.count(),
          reject.firstSeen().toString(),
          reject.lastSeen().toString(),
          reject.retryable(),
          reject.eTag());
    }
  }

  /** {@code rejects list}, {@code rejects retry}: {@code {"rejects": [...]}}. */
  record Rows(List<Row> rejects) {}

  private static RejectEntry pick(String wanted, List<RejectEntry> rejects, ScanNames names) {
    return names.pick(wanted, "reject", rejects, reject -> List.of(reject.reference()));
  }

  /** {@code hybridmim rejects list}. */
  @Command(
      name = "list",
      description = "Lists what is refused at present.",
      mixinStandardHelpOptions = true)
  static final class ListCommand extends HomeCommand {
    @Override
    int in(OpenHome opened, HomeLayout layout) {
      ScanNames names = names(layout);
      List<Row> rows =
          ScanLedger.read(opened.connection().kafka()).rejects().stream()
              .map(reject -> Row.of(reject, names))
              .toList();
      if (wantsJson()) {
        Output.json(new Rows(rows));
        return ExitCode.OK;
      }
      TextTable table = new TextTable("reason", "times", "last seen", "stage", "what");
      for (Row row : rows) {
        table.add(
            row.reason(),
            Integer.toString(row.count()),
            Instant.parse(row.lastSeen()).truncatedTo(ChronoUnit.SECONDS).toString(),
            row.stage(),
            row.file().orElse(row.reference()));
      }
      Output.text(rows.isEmpty() ? "Nothing is refused.\n" : table);
      return ExitCode.OK;
    }
  }

  /** {@code hybridmim rejects show}. */
  @Command(
      name = "show",
      description = "Shows one refusal with its message.",
      mixinStandardHelpOptions = true)
  static final class ShowCommand extends HomeCommand {
    @Parameters(
        paramLabel = "REF",
        description = "Reference, key, beginning of its name, or your own file.")
    private String wanted;

    @Override
    int in(OpenHome opened, HomeLayout layout) {
      ScanNames names = names(layout);
      List<RejectEntry> rejects = ScanLedger.read(opened.connection().kafka()).rejects();
      Row row = Row.of(pick(wanted, rejects, names), names);
      if (wantsJson()) {
        Output.json(row);
        return ExitCode.OK;
      }
      StringBuilder text = new StringBuilder();
      text.append("reference   ").append(row.reference()).append('\n');
      row.file().ifPresent(file -> text.append("file        ").append(file).append('\n'));
      text.append("refused by  ").append(row.stage()).append(", ").append(row.count());
      text.append(row.count() == 1 ? " time\n" : " times\n");
      text.append("first seen  ").append(row.firstSeen()).append('\n');
      text.append("last seen   ").append(row.lastSeen()).append('\n');
      text.append("reason      ").append(row.reason()).append('\n');
      text.append("message     ").append(row.message()).append('\n');
      Output.text(text);
      return ExitCode.OK;
    }
  }

  /** {@code hybridmim rejects retry}. */
  @Command(
      name = "retry",
      description = {
        "Announces refused scans again, after what was wrong has been put right.",
        "A scan leaves the list once it is prepared."
      },
      mixinStandardHelpOptions = true)
  static final class RetryCommand extends HomeCommand {
    @Parameters(
        arity = "0..1",
        paramLabel = "REF",
        description = "Reference, key, beginning of its name, or your own file.")
    private String wanted;

    @Option(names = "--all", description = "Every refused scan.")
    private boolean all;

    @Override
    int in(OpenHome opened, HomeLayout layout) throws InterruptedException {
      if (all == (wanted != null)) {
        throw new RunException("Name one reject, or all of them with --all.");
      }
      ScanNames names = names(layout);
      List<RejectEntry> rejects = ScanLedger.read(opened.connection().kafka()).rejects();
      List<RejectEntry> chosen =
          all
              ? rejects.stream().filter(r -> ScanLedger.SCAN_STAGES.contains(r.stage())).toList()
              : List.of(pick(wanted, rejects, names));
      List<RejectEntry> announced;
      try (ObjectStore store = S3ObjectStore.open(opened.connection().store())) {
        announced = new ScanRetry(opened.connection(), store, Clock.systemUTC()).announce(chosen);
      }
      if (!all && announced.isEmpty()) {
        throw new RunException(
            ScanLedger.SCAN_STAGES.contains(chosen.get(0).stage())
                ? "The store has no such object any more: put the file again, then it is announced."
                : "It was refused by the "
                    + chosen.get(0).stage()
                    + ", and only scans are retried.");
      }
      if (wantsJson()) {
        Output.json(new Rows(announced.stream().map(reject -> Row.of(reject, names)).toList()));
      } else {
        Output.text(
            "Announced %d of %d again; %s.%n"
                .formatted(
                    announced.size(),
                    chosen.size(),
                    opened.isRunning() ? "the run prepares them" : "the next run prepares them"));
      }
      return ExitCode.OK;
    }
  }
}
