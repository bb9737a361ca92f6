package dev.hybridmim.local.run;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.Credentials;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An object store for as long as a command needs it: one that a person names, that of a running
 * home, or that of a stopped home, whose embedded server is then started and ended again. The
 * server of a stopped home is started under the home's lock, so no run begins meanwhile.
 *
 * <pre>{@code
 * try (StoreAccess access = StoreAccess.ofHome(layout)) {
 *   access.store().list("snapshots/");
 * }
 * }</pre>
 */
public final class StoreAccess implements AutoCloseable {
  private final ObjectStore store;
  private final AutoCloseable services;

  private StoreAccess(ObjectStore store, AutoCloseable services) {
    this.store = store;
    this.services = services;
  }

  /**
   * The store of a home.
   *
   * @throws RunException when nothing ever ran there, or the store can't be reached or started
   */
  public static StoreAccess ofHome(HomeLayout layout) throws InterruptedException {
    if (!Files.exists(layout.connection())) {
      throw new RunException(
          "Nothing has run in the home "
              + layout.root()
              + " yet: name another with --home, or the store itself with --connection or --s3.");
    }
    Connection connection = read(layout.connection());
    if (Home.isOccupied(layout) || !isEmbedded(layout, connection.store())) {
      return reachable(connection.store());
    }
    Home home = Home.open(layout);
    Supervisor supervisor = null;
    try {
      supervisor = new Supervisor(layout);
      StoreAddress address = Services.startStore(home, Modules.installed(), supervisor);
      Supervisor started = supervisor;
      return new StoreAccess(
          S3ObjectStore.open(address),
          () -> {
            started.close();
            home.close();
          });
    } catch (RuntimeException | InterruptedException e) {
      if (supervisor != null) {
        supervisor.close();
      }
      home.close();
      throw e;
    }
  }

  /** The store that a connection file names. */
  public static StoreAccess ofConnection(Path file) {
    return reachable(read(file).store());
  }

  /**
   * A store by its address; its keys are in the environment, see {@link Services}.
   *
   * @param environment where the keys are
   */
  public static StoreAccess ofAddress(URI endpoint, Map<String, String> environment) {
    return reachable(Services.namedStore(endpoint, environment));
  }

  /** The store; closed with this. */
  public ObjectStore store() {
    return store;
  }

  private static Connection read(Path file) {
    try {
      return Connection.read(file);
    } catch (InvalidConnectionException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private static StoreAccess reachable(StoreAddress address) {
    S3ObjectStore store = S3ObjectStore.open(address);
    try {
      store.stat("snapshots/any");
      return new StoreAccess(store, () -> {});
    } catch (ObjectStoreException | IllegalStateException e) {
      // The second is how the store's client says that nobody listens there.
      store.close();
      throw new RunException(
          "The store at "
              + address.endpoint()
              + " (bucket "
              + address.bucket()
              + ") can't be used: "
              + e.getMessage(),
          e);
    }
  }

  /** Whether the last run's store was this home's own: then its key was generated here. */
  private static boolean isEmbedded(HomeLayout layout, StoreAddress address) {
    return Files.isDirectory(layout.store())
        && Files.exists(layout.credentials())
        && PrivateFiles.readJson(layout.credentials(), Credentials.class)
            .storeAccessKey()
            .equals(address.accessKey());
  }

  @Override
  public void close() {
    store.close();
    try {
      services.close();
    } catch (Exception e) {
      throw new RunException("The store's server could not be ended: " + e.getMessage(), e);
    }
  }
}
