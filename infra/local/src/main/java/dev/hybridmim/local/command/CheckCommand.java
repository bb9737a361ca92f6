package dev.hybridmim.local.command;

import dev.hybridmim.ingest.catalogue.ScanLedger;
import dev.hybridmim.ingest.catalogue.ScanRetry;
import dev.hybridmim.local.check.StoreCheck;
import dev.hybridmim.local.check.StoreReport;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.run.OpenHome;
import dev.hybridmim.local.view.TextTable;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.time.Clock;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code hybridmim check}. */
@Command(
    name = "check",
    description = {
      "Reads every byte of the store: scans, prepared volumes, snapshots.",
      "Says what is sound, what is damaged and what would be lost. Changes nothing without --repair."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand extends HomeCommand {
  private static final int ORPHANS_SHOWN = 20;
  private static final double MEGABYTE = 1e6;

  @Option(
      names = "--repair",
      description = "Let damaged volumes be prepared anew where their scans are sound.")
  private boolean repair;

  private CheckCommand() {}

  @Override
  int in(OpenHome opened, HomeLayout layout) throws InterruptedException {
    boolean terminal = Boolean.getBoolean("hybridmim.terminal");
    StoreReport report;
    try (ObjectStore store = S3ObjectStore.open(opened.connection().store())) {
      ScanLedger ledger = ScanLedger.read(opened.connection().kafka());
      StoreCheck check = new StoreCheck(store, ledger, part -> show(terminal, part));
      report = check.run();
      if (repair) {
        ScanRetry retry = new ScanRetry(opened.connection(), store, Clock.systemUTC());
        report = report.withRepairing(check.repair(report, retry));
      }
    }
    show(terminal, "");
    if (wantsJson()) {
      Output.json(report);
    } else {
      print(report);
    }
    return report.sound() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void show(boolean terminal, String part) {
    if (terminal) {
      System.err.print("\r\u001b[K" + part);
    }
  }

  private static void print(StoreReport report) {
    TextTable table = new TextTable("part", "sound", "damaged", "MB");
    for (StoreReport.Count count : report.counts()) {
      table.add(
          count.kind() + "s",
          Integer.toString(count.parts() - count.damaged()),
          Integer.toString(count.damaged()),
          String.format(Locale.ROOT, "%.1f", count.bytes() / MEGABYTE));
    }
    StringBuilder text = new StringBuilder(table.toString());
    for (StoreReport.Part part : report.parts()) {
      if (!part.damage().isEmpty()) {
        text.append(String.format("%ndamaged %s %s%n", part.kind(), part.name()));
        part.damage().forEach(what -> text.append("  ").append(what).append('\n'));
        text.append("  would be lost: ").append(part.lost()).append('\n');
      }
    }
    if (!report.orphans().isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%d objects that nothing refers to, %.1f MB:%n",
              report.orphans().size(),
              report.orphans().stream().mapToLong(StoreReport.Orphan::bytes).sum() / MEGABYTE));
      report.orphans().stream()
          .limit(ORPHANS_SHOWN)
          .forEach(orphan -> text.append("  ").append(orphan.key()).append('\n'));
    }
    report
        .repairing()
        .forEach(prefix -> text.append("\nbeing prepared anew: ").append(prefix).append('\n'));
    text.append(report.sound() ? "\nEverything is sound.\n" : "\nThe store is damaged.\n");
    Output.text(text);
  }
}
