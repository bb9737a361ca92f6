package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: picks the command and turns what goes wrong into one sentence and an exit code. */
@Command(
    name = "hybridmim",
    description = "Pre-trains an encoder of 3D medical images beside a growing archive.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      IntakeCommand.class,
      StatusCommand.class,
      TrainCommand.class,
      ExportCommand.class,
      LookCommand.class,
      TaskCommand.class,
      ScoresCommand.class,
      ChampionCommand.class,
      PredictCommand.class,
      DoctorCommand.class,
      PutCommand.class,
      RejectsCommand.class,
      CatalogueCommand.class,
      CheckCommand.class,
      BenchCommand.class,
      StudyCommand.class,
      SamplesCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Hybridmim {
  private Hybridmim() {}

  /** Runs a command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Hybridmim())
        .registerConverter(java.time.Duration.class, new DurationConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Hybridmim::explain);
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(failure instanceof RunException)) {
      // Not foreseen: then the trace is what helps.
      throw failure;
    }
    PrintWriter errors = command.getErr();
    errors.println(failure.getMessage());
    errors.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
