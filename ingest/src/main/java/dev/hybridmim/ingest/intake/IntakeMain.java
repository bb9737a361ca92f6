package dev.hybridmim.ingest.intake;

import dev.hybridmim.ingest.intake.store.OccupiedDirectoryException;
import dev.hybridmim.ingest.intake.web.WebCredentials;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Topics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The intake as a process. Secrets come from the environment and from the connection file. */
@Command(
    name = "intake",
    description = "Takes instances from a PACS.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class IntakeMain implements Callable<Integer> {
  /** A token for {@code Authorization: Bearer}. */
  public static final String TOKEN = "HYBRIDMIM_INTAKE_TOKEN";

  /** {@code user:password} for {@code Authorization: Basic}. */
  public static final String BASIC = "HYBRIDMIM_INTAKE_BASIC";

  /** The password of the PKCS #12 files. */
  public static final String KEYSTORE_PASSWORD = "HYBRIDMIM_INTAKE_KEYSTORE_PASSWORD";

  private static final Logger LOG = LoggerFactory.getLogger(IntakeMain.class);

  @Option(names = "--connection", required = true, description = "Connection file of the platform.")
  private Path connectionFile;

  @Option(names = "--directory", required = true, description = "The intake's own files.")
  private Path directory;

  @Option(
      names = "--settings",
      description = "YAML file of settings that differ from the defaults.")
  private Path settingsFile;

  @Option(names = "--set", description = "KEY=VALUE of a setting, before the file's.")
  private Map<String, String> overrides = new TreeMap<>();

  @Option(names = "--ready-file", description = "Gets the addresses once they are listened on.")
  private Path readyFile;

  /** Runs until the parent ends or the process is stopped. */
  public static void main(String[] arguments) {
    ParentWatch.start();
    // The JDK's server gives a request that trickles in no end of time by default.
    System.setProperty("sun.net.httpserver.maxReqTime", "600");
    System.setProperty("sun.net.httpserver.maxRspTime", "600");
    System.exit(
        new CommandLine(new IntakeMain())
            .setExecutionExceptionHandler(IntakeMain::explain)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    IntakeSettings settings = settings(Optional.ofNullable(settingsFile), overrides);
    Connection connection = Connection.read(connectionFile);
    Intake.Secrets secrets =
        new Intake.Secrets(
            connection.siteSecret(),
            WebCredentials.of(environment(TOKEN), environment(BASIC)),
            environment(KEYSTORE_PASSWORD).orElse(""));
    Topics.ensure(connection.kafka());
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ended.countDown();
                  awaitQuietly(closed);
                },
                "intake-end"));
    try (S3ObjectStore store = S3ObjectStore.open(connection.store());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                connection.kafka().producerProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      try (Intake intake =
          Intake.start(
              settings, secrets, directory, store, connection.store().bucket(), producer)) {
        announceAddresses(intake, settings);
        ended.await();
        LOG.info("The intake ends");
      }
      // Sends that still wait belong to a broker that is away; the journal has them.
      producer.close(Duration.ofSeconds(1));
    } finally {
      closed.countDown();
    }
    return 0;
  }

  /** Settings of a file and of options, whose values are read as YAML would. */
  public static IntakeSettings settings(Optional<Path> file, Map<String, String> overrides) {
    Map<String, Object> values = new TreeMap<>();
    overrides.forEach(
        (key, value) ->
            values.put(
                key,
                key.equals("callers")
                    ? java.util.List.of(value.split(","))
                    : value.matches("-?\\d{1,9}") ? (Object) Integer.valueOf(value) : value));
    return IntakeSettings.read(file, values);
  }

  private void announceAddresses(Intake intake, IntakeSettings settings) throws IOException {
    String addresses =
        intake.dicomAddress().map(address -> "dicom " + text(address) + "\n").orElse("")
            + intake.httpAddress().map(address -> "http " + text(address) + "\n").orElse("");
    LOG.info("The intake {} listens: {}", settings.aet(), addresses.replace('\n', ' '));
    if (readyFile != null) {
      Path draft = readyFile.resolveSibling(readyFile.getFileName() + ".draft");
      Files.writeString(draft, addresses);
      Files.move(
          draft, readyFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof InvalidConnectionException
        || failure instanceof InvalidSettingsException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (failure instanceof OccupiedDirectoryException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (failure instanceof BindException) {
      command
          .getErr()
          .println(
              "A port of the intake can't be listened on: "
                  + failure.getMessage()
                  + ". Choose another with --dicom-port and --http-port.");
      return CommandLine.ExitCode.SOFTWARE;
    }
    LOG.error("The intake failed", failure);
    command.getErr().println("The intake failed: " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
