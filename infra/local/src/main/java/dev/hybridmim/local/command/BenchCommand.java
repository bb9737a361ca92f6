package dev.hybridmim.local.command;

import picocli.CommandLine.Command;

/** {@code hybridmim bench}. */
@Command(
    name = "bench",
    description = "Measures what the platform's parts cost on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchLearnCommand.class,
      BenchPrepareCommand.class,
      BenchStepCommand.class,
      BenchFineTuneCommand.class,
      BenchInferCommand.class,
      BenchSamplesCommand.class,
      BenchAnnounceCommand.class,
      BenchIntakeCommand.class
    },
    synopsisSubcommandLabel = "PART")
final class BenchCommand {
  private BenchCommand() {}
}
