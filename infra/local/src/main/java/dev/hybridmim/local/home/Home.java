package dev.hybridmim.local.home;

import dev.hybridmim.local.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A home that this process works in, exclusively until it is closed. The layout is in this
 * package's documentation.
 *
 * <pre>{@code
 * try (Home home = Home.open(new HomeLayout(directory))) {
 *   Ports ports = home.ports();
 * }
 * }</pre>
 */
public final class Home implements AutoCloseable {
  private final HomeLayout layout;
  private final HomeLock lock;
  private final Credentials credentials;

  private Home(HomeLayout layout, HomeLock lock, Credentials credentials) {
    this.layout = layout;
    this.lock = lock;
    this.credentials = credentials;
  }

  /**
   * Takes a home, making it when it is not there.
   *
   * @throws OccupiedHomeException when another launcher works in it
   * @throws FullDiskException when its disk has less than {@link DiskSpace#NEEDED_TO_START} free
   * @throws RunException when the directory can't be made or its files are damaged
   */
  public static Home open(HomeLayout layout) {
    create(layout.root());
    HomeLock lock = HomeLock.acquire(layout);
    try {
      DiskSpace.require(layout.root(), DiskSpace.NEEDED_TO_START);
      create(layout.logs());
      return new Home(layout, lock, credentials(layout));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Whether a launcher works in this home now. */
  public static boolean isOccupied(HomeLayout layout) {
    return HomeLock.isHeld(layout);
  }

  public HomeLayout layout() {
    return layout;
  }

  public Credentials credentials() {
    return credentials;
  }

  /** Free loopback ports, the last run's if possible; they are remembered. */
  public Ports choosePorts() {
    Ports last =
        Files.exists(layout.ports())
            ? PrivateFiles.readJson(layout.ports(), Ports.class)
            : Ports.NONE;
    try {
      Ports chosen = last.freed();
      PrivateFiles.writeJson(layout.ports(), chosen);
      return chosen;
    } catch (IOException e) {
      throw new RunException(
          "No free port was found on 127.0.0.1 (" + e.getMessage() + "): see `hybridmim doctor`.",
          e);
    }
  }

  /** An empty directory for what a process needs only while it runs. */
  public Path emptyWorkDirectory(String process) {
    Path directory = layout.work(process);
    try {
      PrivateFiles.emptyDirectory(directory);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + directory + " can't be emptied", e);
    }
  }

  /** A directory for what a process may go on with when it is started again. */
  public Path workDirectory(String process) {
    Path directory = layout.work(process);
    create(directory);
    return directory;
  }

  private static Credentials credentials(HomeLayout layout) {
    if (!Files.exists(layout.credentials())) {
      PrivateFiles.writeJson(layout.credentials(), Credentials.generate());
    }
    return PrivateFiles.readJson(layout.credentials(), Credentials.class);
  }

  private static void create(Path directory) {
    try {
      PrivateFiles.createDirectory(directory);
    } catch (IOException e) {
      throw new RunException(
          "The directory "
              + directory
              + " can't be made ("
              + e.getMessage()
              + "): name another with --home.",
          e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
