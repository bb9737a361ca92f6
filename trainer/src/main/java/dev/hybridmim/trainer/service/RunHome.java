package dev.hybridmim.trainer.service;

import dev.hybridmim.platform.json.Json;
import dev.hybridmim.trainer.network.WeightTransfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run's home directory; locked while it is open. */
final class RunHome implements AutoCloseable {
  private final Path directory;
  private final FileChannel lock;

  private RunHome(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens a home directory, creating it if need be, and forgets an old request to stop.
   *
   * @throws TrainerException when another trainer uses it or it cannot be written
   */
  static RunHome open(Path directory) {
    try {
      Files.createDirectories(directory);
      RunHome home = new RunHome(directory, lock(directory));
      Files.deleteIfExists(home.stopRequest());
      return home;
    } catch (IOException e) {
      throw new TrainerException(
          "The home directory " + directory + " cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("trainer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      channel.close();
      throw inUse(directory, heldByThisProcess);
    }
    channel.close();
    throw inUse(directory, null);
  }

  private static TrainerException inUse(Path directory, Exception cause) {
    return new TrainerException(
        "Another trainer uses the home directory "
            + directory
            + ". Stop it, or choose another directory.",
        cause);
  }

  /** The run that was begun here. */
  Optional<RunDescription> run() {
    Path file = directory.resolve("run.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), RunDescription.class));
    } catch (IOException | IllegalArgumentException e) {
      throw new TrainerException(
          file + " is not the description of a run. Restore it, or choose another home directory.",
          e);
    }
  }

  /** Remembers the run; in one step, so that a crash leaves the file whole or absent. */
  void remember(RunDescription run) {
    write("run.json", run);
  }

  /** Notes what became of the weights that the run was given. */
  void remember(WeightTransfer initialWeights) {
    write("initial-weights.json", initialWeights);
  }

  private void write(String name, Object content) {
    Path draft = directory.resolve(name + ".draft");
    try {
      Files.write(draft, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          draft,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new TrainerException(
          "The run could not be noted in " + directory + ": " + e.getMessage() + ".", e);
    }
  }

  /** True when someone asked the trainer to stop by creating the file. */
  boolean stopIsRequested() {
    return Files.exists(stopRequest());
  }

  Path metrics() {
    return directory.resolve("metrics.jsonl");
  }

  /** TensorBoard's files; a run of its own name to TensorBoard. */
  Path tensorBoard(String runId) {
    return directory.resolve("tensorboard").resolve(runId);
  }

  Path staging() {
    return directory.resolve("staging");
  }

  /** An empty directory for the files of the snapshot that the run goes on from. */
  Path emptyResumed() {
    Path resumed = directory.resolve("resumed");
    try {
      Files.createDirectories(resumed);
      List<Path> old;
      try (Stream<Path> files = Files.list(resumed)) {
        old = files.toList();
      }
      for (Path file : old) {
        Files.delete(file);
      }
      return resumed;
    } catch (IOException e) {
      throw new TrainerException(
          "The directory " + resumed + " cannot be emptied: " + e.getMessage() + ".", e);
    }
  }

  private Path stopRequest() {
    return directory.resolve("stop-requested");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
