package dev.hybridmim.local.process;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.home.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts child processes, notices when one dies, and ends them all.
 *
 * <p>{@link #check} throws as soon as a child has ended that nobody asked to. {@link #close} stops
 * what still runs, the last started first, each within a bound: afterwards none is left. Safe for
 * use by several threads.
 */
public final class Supervisor implements AutoCloseable {
  /** Of children that outlived a killed launcher: longer than their own grace of 60 s. */
  private static final Duration SETTLE = Duration.ofSeconds(70);

  /** Of one child at the end, if it was not stopped before. */
  private static final Duration STOP = Duration.ofSeconds(20);

  private final HomeLayout home;
  private final Path directory;
  private final ChildLedger ledger;
  private final List<ManagedProcess> running = new ArrayList<>();
  private final AtomicReference<RunException> failure = new AtomicReference<>();

  /**
   * A supervisor of a home; waits for children that an earlier, killed launcher of this home has
   * left.
   */
  public Supervisor(HomeLayout home) throws InterruptedException {
    this(home, "processes");
  }

  /**
   * A supervisor beside the one of a home's running launcher, for children of other names.
   *
   * @param name of what is done beside it
   */
  public static Supervisor beside(HomeLayout home, String name) throws InterruptedException {
    return new Supervisor(home, "processes-" + name);
  }

  private Supervisor(HomeLayout home, String ledgerName) throws InterruptedException {
    this.home = home;
    this.directory = home.work("processes");
    this.ledger = new ChildLedger(home.root().resolve(ledgerName));
    try {
      Files.createDirectories(directory);
      Files.createDirectories(home.logs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ledger.settle(SETTLE);
  }

  /** Where a child writes its ready file; to be passed to it. */
  public Path readyFile(String name) {
    return directory.resolve(name + ".ready");
  }

  /**
   * Starts a child.
   *
   * @throws RunException when the operating system refuses
   */
  public synchronized ManagedProcess start(Child child) {
    Path log = home.log(child.name());
    Path output = home.logs().resolve(child.name() + ".out");
    try {
      Files.deleteIfExists(readyFile(child.name()));
      keepPrevious(output);
      Path logging = directory.resolve(child.name() + ".logback.xml");
      LoggingFile.write(logging, log);
      Path arguments = directory.resolve(child.name() + ".arguments");
      Path temporary = directory.resolve(child.name() + ".temporary");
      PrivateFiles.emptyDirectory(temporary);
      Files.write(arguments, child.argumentFile(home.logs(), logging, temporary));
      ProcessBuilder builder = new ProcessBuilder(command(arguments));
      builder.environment().putAll(child.environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      Process process = builder.start();
      ledger.add(process.toHandle());
      ManagedProcess managed =
          new ManagedProcess(child.name(), process, log, output, readyFile(child.name()));
      running.add(managed);
      managed.ended().thenAccept(code -> noteEnd(managed, child.mayFinish() && code == 0));
      return managed;
    } catch (IOException e) {
      throw new RunException(
          "The process " + child.name() + " could not be started: " + e.getMessage(), e);
    }
  }

  /** The children that were started, the first one first. */
  public synchronized List<ManagedProcess> running() {
    return List.copyOf(running);
  }

  /**
   * Returns when all is well.
   *
   * @throws DeadChildException when a child has ended that nobody asked to
   */
  public void check() {
    RunException dead = failure.get();
    if (dead != null) {
      throw dead;
    }
  }

  /** Whether a child has ended that nobody asked to. */
  public boolean hasFailed() {
    return failure.get() != null;
  }

  private void noteEnd(ManagedProcess process, boolean inOrder) {
    if (!inOrder && !process.wasAskedToStop()) {
      failure.compareAndSet(null, process.death());
    }
  }

  @Override
  public synchronized void close() {
    boolean interrupted = false;
    for (int n = running.size() - 1; n >= 0; n--) {
      try {
        running.get(n).stop(interrupted ? Duration.ZERO : STOP);
      } catch (InterruptedException e) {
        // Being in a hurry is no reason to leave processes behind: the rest is ended by force.
        interrupted = true;
        n++;
      }
    }
    running.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void keepPrevious(Path output) throws IOException {
    if (Files.exists(output) && Files.size(output) > 0) {
      Files.move(
          output,
          output.resolveSibling(output.getFileName() + ".previous"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * A shell sets Ctrl-C and hang-up to be ignored, which Java then leaves as it is, and becomes the
   * JVM.
   */
  private static List<String> command(Path arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String option = "@" + arguments;
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return List.of(java, option);
    }
    return List.of("/bin/sh", "-c", "trap '' INT HUP TERM; exec \"$0\" \"$1\"", java, option);
  }
}
