package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.Interruption;
import dev.hybridmim.local.run.TrainerRun;
import dev.hybridmim.local.view.ProgressDisplay;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hybridmim train}. */
@Command(
    name = "train",
    description = {
      "Runs the trainer alone, at a Kafka and a store that run elsewhere: on the machine with the GPU.",
      "Ctrl-C writes a snapshot and ends; the next start with the same --home goes on exactly there.",
      "Samples come from pipelines that run with the same profile (`hybridmim run` starts them)."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  private static final int LEAST_HEAP = 256;

  @Spec private CommandSpec command;

  @Option(
      names = "--connection",
      paramLabel = "FILE",
      description =
          "Where Kafka and the store are: connection.json from the home of the platform. Default: the"
              + " one in --home")
  private Path connection;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "laptop",
      description = "The settings of the run. Default: laptop")
  private String profile;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Begin or go on with this run. Default: the home's run, or a new one")
  private String run;

  @Mixin private InitialWeightsOption initialWeights;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "End after step N, counted from the run's beginning.")
  private Long lastStep;

  @Option(
      names = "--heap",
      paramLabel = "MIB",
      defaultValue = "2048",
      description =
          "Largest Java heap of the trainer: waiting samples, and four times the weights while a"
              + " snapshot is written. Default: 2048")
  private int heap;

  @Mixin private MetricsPortOption metrics;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|gpu0|gpu1|...",
      description = "Where to compute. Default: the first GPU that is seen, else the processor")
  private String device;

  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  private TrainCommand() {}

  @Override
  public Integer call() throws JsonProcessingException {
    TrainerRun.Request request = request();
    ProgressDisplay display = new ProgressDisplay(System.err, false);
    try (Interruption interruption =
        Interruption.install(() -> display.say("Stopping: the trainer writes a snapshot…"))) {
      TrainerRun.Outcome outcome = TrainerRun.run(request, display, interruption);
      if (json.isWanted()) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("run", outcome.meter().run());
        document.put("step", outcome.meter().step());
        document.put("samplesTrained", outcome.meter().samplesTrained());
        document.put("interrupted", outcome.interrupted());
        document.put("home", request.home().root().toString());
        System.out.println(
            Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
      } else {
        System.out.println(outcome.meter().line());
      }
      System.out.flush();
      return ExitCode.OK;
    }
  }

  private TrainerRun.Request request() {
    if (heap < LEAST_HEAP) {
      throw refused("--heap must be at least " + LEAST_HEAP);
    }
    if (lastStep != null && lastStep < 1) {
      throw refused("--max-steps must be 1 or more");
    }
    return new TrainerRun.Request(
        home.layout(),
        Optional.ofNullable(connection),
        profile(),
        Optional.ofNullable(run),
        initialWeights.file(),
        Optional.ofNullable(lastStep),
        heap,
        Optional.ofNullable(device),
        metrics.port());
  }

  /**
   * A child has the same working directory, but an absolute path says in its log what was meant.
   */
  private String profile() {
    try {
      Profiles.load(profile);
    } catch (InvalidProfileException e) {
      throw new RunException(e.getMessage(), e);
    }
    return Profiles.builtIn().contains(profile)
        ? profile
        : Path.of(profile).toAbsolutePath().normalize().toString();
  }

  private ParameterException refused(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }
}
