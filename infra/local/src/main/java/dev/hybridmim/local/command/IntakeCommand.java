package dev.hybridmim.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.local.run.IntakeRequest;
import dev.hybridmim.local.run.IntakeRun;
import dev.hybridmim.local.run.Interruption;
import dev.hybridmim.local.run.RunRequest.Elsewhere;
import dev.hybridmim.platform.json.Json;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim intake}. */
@Command(
    name = "intake",
    description = {
      "Takes instances from a PACS by C-STORE and STOW-RS, de-identifies, stores and announces them.",
      "Beside a run it uses that run's store; alone it starts the home's own. Ctrl-C ends it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class IntakeCommand implements Callable<Integer> {
  @Mixin private IntakeOptions options;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "As in run; without a run beside it only.")
  private String kafka;

  @Option(
      names = "--s3",
      paramLabel = "URL",
      description = "As in run; without a run beside it only.")
  private URI store;

  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  private IntakeCommand() {}

  @Override
  public Integer call() {
    IntakeRequest request = options.request();
    try (Interruption interruption =
        Interruption.install(() -> System.err.println("Stopping: what is under way may end…"))) {
      IntakeRun.run(
          home.layout(),
          new Elsewhere(Optional.ofNullable(kafka), Optional.ofNullable(store), Optional.empty()),
          request,
          this::show,
          interruption);
    }
    return ExitCode.OK;
  }

  /** Lines of a protocol and an address. */
  private void show(String addresses) {
    if (json.isWanted()) {
      ObjectNode document = Json.mapper().createObjectNode();
      addresses
          .lines()
          .map(line -> line.split(" ", 2))
          .forEach(parts -> document.put(parts[0], parts[1]));
      document.put("home", home.layout().root().toString());
      System.out.println(document);
    } else {
      addresses.lines().forEach(line -> System.out.println("Listening for " + line));
    }
    System.out.flush();
  }
}
