package dev.hybridmim.local.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hybridmim samples}. */
@Command(
    name = "samples",
    description = "Looks at what trainers train on.",
    mixinStandardHelpOptions = true,
    subcommands = {PeekCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class SamplesCommand implements Runnable {
  @Spec private CommandSpec command;

  private SamplesCommand() {}

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Say what to do: samples peek");
  }
}
