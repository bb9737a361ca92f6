package dev.hybridmim.local.command;

import picocli.CommandLine.Command;

/** {@code hybridmim study}. */
@Command(
    name = "study",
    description = "Runs a reproducible study to its end, however often it is stopped.",
    mixinStandardHelpOptions = true,
    subcommands = {
      StudyLabelFractionsCommand.class,
      StudyCompetitorsCommand.class,
      StudyAblationCommand.class,
      StudyPartialTimeCommand.class,
      StudyContinualCommand.class,
      StudyFullCommand.class,
      StudyReportCommand.class
    },
    synopsisSubcommandLabel = "STUDY")
final class StudyCommand {
  private StudyCommand() {}
}
