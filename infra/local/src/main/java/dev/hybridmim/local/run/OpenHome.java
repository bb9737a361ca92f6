package dev.hybridmim.local.run;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.broker.BrokerAccess;
import dev.hybridmim.local.home.Credentials;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.local.process.LauncherLog;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.RunRequest.Elsewhere;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.connection.StoreAddress;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kafka and the store of a home, for a command that looks into it: those of the launcher that runs
 * there; or those elsewhere that the last run was given; or else the home's own, started here and
 * ended on {@link #close}, while which no run begins.
 *
 * <pre>{@code
 * try (OpenHome home = OpenHome.of(layout)) {
 *   ScanLedger ledger = ScanLedger.read(home.connection().kafka());
 * }
 * }</pre>
 */
public final class OpenHome implements AutoCloseable {
  private final Connection connection;
  private final boolean running;
  private final Optional<Supervisor> supervisor;
  private final Optional<Home> home;

  private OpenHome(
      Connection connection,
      boolean running,
      Optional<Supervisor> supervisor,
      Optional<Home> home) {
    this.connection = connection;
    this.running = running;
    this.supervisor = supervisor;
    this.home = home;
  }

  /**
   * Opens a home.
   *
   * @throws RunException when there is none, or its services can't be started
   */
  public static OpenHome of(HomeLayout layout) throws InterruptedException {
    if (!Files.exists(layout.connection())) {
      throw new RunException(
          "There is no home in "
              + layout.root()
              + " that was ever run: name it with --home, or make it with `hybridmim run`.");
    }
    return open(layout);
  }

  /**
   * Opens a home, making it when it is not there.
   *
   * @throws RunException when its services can't be started
   */
  public static OpenHome orNew(HomeLayout layout) throws InterruptedException {
    return open(layout);
  }

  private static OpenHome open(HomeLayout layout) throws InterruptedException {
    if (Home.isOccupied(layout)) {
      return new OpenHome(read(layout), true, Optional.empty(), Optional.empty());
    }
    Elsewhere elsewhere = Elsewhere.nothing();
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (Files.exists(layout.connection()) && Files.exists(layout.credentials())) {
      Connection last = read(layout);
      elsewhere = elsewhere(last, PrivateFiles.readJson(layout.credentials(), Credentials.class));
      if (elsewhere.store().isPresent() && elsewhere.kafka().isPresent()) {
        return new OpenHome(last, false, Optional.empty(), Optional.empty());
      }
      keys(last.store()).forEach(environment::putIfAbsent);
    }
    return start(layout, elsewhere, environment);
  }

  private static OpenHome start(
      HomeLayout layout, Elsewhere elsewhere, Map<String, String> environment)
      throws InterruptedException {
    Home home = Home.open(layout);
    Supervisor supervisor = null;
    try {
      LauncherLog.into(layout);
      supervisor = new Supervisor(layout);
      Connection connection =
          new Services(home, Modules.installed(), elsewhere, environment).start(supervisor);
      return new OpenHome(connection, false, Optional.of(supervisor), Optional.of(home));
    } catch (RuntimeException | InterruptedException e) {
      if (supervisor != null) {
        supervisor.close();
      }
      home.close();
      throw e;
    }
  }

  private static Connection read(HomeLayout layout) {
    try {
      return Connection.read(layout.connection());
    } catch (InvalidConnectionException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** What of the last run's services was not the home's own: that has keys of its own. */
  private static Elsewhere elsewhere(Connection last, Credentials credentials) {
    KafkaAddress kafka = last.kafka();
    KafkaAddress own =
        BrokerAccess.address(
            kafka.bootstrapServers(), credentials.kafkaUser(), credentials.kafkaPassword());
    boolean ownStore = credentials.storeAccessKey().equals(last.store().accessKey());
    return new Elsewhere(
        own.equals(kafka) ? Optional.empty() : Optional.of(kafka.bootstrapServers()),
        ownStore ? Optional.empty() : Optional.of(last.store().endpoint()),
        Optional.empty());
  }

  private static Map<String, String> keys(StoreAddress store) {
    return Map.of(
        Services.ACCESS_KEY,
        store.accessKey(),
        Services.SECRET_KEY,
        store.secretKey(),
        Services.BUCKET,
        store.bucket(),
        Services.REGION,
        store.region());
  }

  /** How to reach Kafka and the store. */
  public Connection connection() {
    return connection;
  }

  /** Whether a launcher works in the home, so that what is announced is taken up at once. */
  public boolean isRunning() {
    return running;
  }

  @Override
  public void close() {
    supervisor.ifPresent(Supervisor::close);
    home.ifPresent(Home::close);
  }
}
