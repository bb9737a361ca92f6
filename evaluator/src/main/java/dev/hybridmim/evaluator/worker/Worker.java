package dev.hybridmim.evaluator.worker;

import dev.hybridmim.evaluator.worker.WorkerFailedException.Reason;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs pieces of work in processes of their own, one process for each call; see this package's
 * documentation for the protocol.
 *
 * <p>Guarantees: when {@link #run} returns or throws, the process has ended. When this process
 * ends, however it does, the worker ends too. The directory of work that succeeded is removed, that
 * of failed work is left for a person to look at.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final WorkerSettings settings;

  public Worker(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * Does a piece of work, trying again after a crash as often as the settings say. Every try, and
   * every later call with an equal request, goes on from what the one before left.
   *
   * @throws WorkerFailedException when the input was refused or the last try failed
   */
  public WorkResult run(WorkRequest request) throws WorkerFailedException, InterruptedException {
    Path directory = directory(request);
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(request, directory);
      } catch (WorkerFailedException failure) {
        LOG.warn("Try {} of {} failed: {}", attempt, settings.tries(), failure.getMessage());
        LOG.debug("The worker's last words: {}", failure.logTail());
        if (!failure.retryable() || attempt == settings.tries()) {
          throw failure;
        }
      }
    }
  }

  /** Where the files of a piece of work lie; equal requests have the same directory. */
  public Path directory(WorkRequest request) {
    return Path.of(settings.directory()).resolve(WorkFiles.PREFIX + WorkKey.of(request));
  }

  private WorkResult attempt(WorkRequest request, Path directory)
      throws WorkerFailedException, InterruptedException {
    try {
      WorkFiles files = new WorkFiles(Files.createDirectories(directory));
      Files.deleteIfExists(files.result());
      Files.deleteIfExists(files.refusal());
      Json.mapper().writeValue(files.request().toFile(), request);
      WorkResult result = attempt(files);
      WorkerProcess.delete(directory);
      return result;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private WorkResult attempt(WorkFiles files)
      throws IOException, WorkerFailedException, InterruptedException {
    OptionalInt exit = new WorkerProcess(settings, WorkerMain.class).run(files.directory());
    if (exit.isEmpty()) {
      throw failure(
          Reason.TIMED_OUT, "was not done after " + settings.timeout().toSeconds() + " s", files);
    }
    return switch (exit.getAsInt()) {
      case 0 -> result(files);
      case WorkerMain.REFUSED -> throw refusal(files);
      default -> throw failure(Reason.CRASHED, "ended with exit code " + exit.getAsInt(), files);
    };
  }

  private WorkResult result(WorkFiles files) throws WorkerFailedException {
    try {
      return Json.mapper().readValue(files.result().toFile(), WorkResult.class);
    } catch (IOException exception) {
      throw failure(Reason.NO_RESULT, "left no result that can be read", files);
    }
  }

  private WorkerFailedException refusal(WorkFiles files) throws WorkerFailedException {
    try {
      Refusal refusal = Json.mapper().readValue(files.refusal().toFile(), Refusal.class);
      return new WorkerFailedException(
          Reason.REFUSED, refusal.reason(), refusal.message(), WorkerProcess.tail(files.log()));
    } catch (IOException exception) {
      throw failure(Reason.NO_RESULT, "refused its work without saying why", files);
    }
  }

  private static WorkerFailedException failure(Reason reason, String what, WorkFiles files) {
    return new WorkerFailedException(
        reason,
        "worker-" + reason.word(),
        "The worker " + what + "; its output is in " + files.log() + ".",
        WorkerProcess.tail(files.log()));
  }
}
