package dev.hybridmim.local.command;

import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the trainer answers Prometheus. */
final class MetricsPortOption {
  private static final int HIGHEST_PORT = 65_535;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "The trainer answers Prometheus at http://127.0.0.1:PORT/metrics; 0 takes a free port, which"
              + " its log names.")
  private Integer port;

  private MetricsPortOption() {}

  /** The port, if one was asked for. */
  OptionalInt port() {
    if (port == null) {
      return OptionalInt.empty();
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw new ParameterException(
          command.commandLine(), "--metrics-port must be from 0 to " + HIGHEST_PORT);
    }
    return OptionalInt.of(port);
  }
}
