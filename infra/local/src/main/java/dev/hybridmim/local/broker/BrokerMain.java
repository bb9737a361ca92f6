package dev.hybridmim.local.broker;

import dev.hybridmim.platform.process.ParentWatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the embedded broker until it is told to end; see this package's documentation. */
@Command(
    name = "broker",
    description = "The embedded Kafka broker.",
    mixinStandardHelpOptions = true)
public final class BrokerMain implements Callable<Integer> {
  @Option(names = "--directory", required = true, description = "Kafka's log directory.")
  private Path directory;

  @Option(names = "--port", required = true, description = "For clients, on 127.0.0.1.")
  private int port;

  @Option(
      names = "--controller-port",
      required = true,
      description = "For the broker itself, on 127.0.0.1.")
  private int controllerPort;

  @Option(names = "--ready-file", description = "Written when the broker answers.")
  private Path readyFile;

  /** Starts the broker; the process lives until it is told to end. */
  public static void main(String[] arguments) {
    ParentWatch.start();
    System.exit(new CommandLine(new BrokerMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    BrokerSettings settings =
        new BrokerSettings(
            directory.toAbsolutePath(),
            port,
            controllerPort,
            required(environment, BrokerAccess.USER),
            required(environment, BrokerAccess.PASSWORD));
    EmbeddedBroker broker = EmbeddedBroker.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
    broker.awaitAnswer();
    if (readyFile != null) {
      writeInOneStep(readyFile, settings.bootstrapServers());
    }
    System.out.println("ready " + settings.bootstrapServers());
    broker.awaitEnd();
    return 0;
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("Set the environment variable " + name);
    }
    return value;
  }

  private static void writeInOneStep(Path file, String text) throws java.io.IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, text, StandardCharsets.UTF_8);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
