package dev.hybridmim.evaluator.worker;

import dev.hybridmim.evaluator.worker.WorkerFailedException.Reason;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.process.ParentWatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private static final int TAIL_BYTES = 8 << 10;

  /** Settings of this process that a worker needs as well. */
  private static final List<String> INHERITED =
      List.of(
          "ai.djl.",
          "logback.configurationFile",
          "java.io.tmpdir",
          "PYTORCH_",
          "ENGINE_CACHE_DIR",
          "DJL_CACHE_DIR");

  private final WorkerSettings settings;

  public Worker(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * Does a piece of work, trying again after a crash as often as the settings say.
   *
   * @throws WorkerFailedException when the input was refused or the last try failed
   */
  public WorkResult run(WorkRequest request) throws WorkerFailedException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(request);
      } catch (WorkerFailedException failure) {
        LOG.warn("Try {} of {} failed: {}", attempt, settings.tries(), failure.getMessage());
        LOG.debug("The worker's last words: {}", failure.logTail());
        if (!failure.retryable() || attempt == settings.tries()) {
          throw failure;
        }
      }
    }
  }

  private WorkResult attempt(WorkRequest request)
      throws WorkerFailedException, InterruptedException {
    try {
      Path directory =
          Files.createTempDirectory(
              Files.createDirectories(Path.of(settings.directory())), "work-");
      WorkFiles files = new WorkFiles(directory);
      Json.mapper().writeValue(files.request().toFile(), request);
      WorkResult result = attempt(files);
      delete(directory);
      return result;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private WorkResult attempt(WorkFiles files)
      throws IOException, WorkerFailedException, InterruptedException {
    Process process = start(files);
    try {
      if (!process.waitFor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(
            Reason.TIMED_OUT, "was not done after " + settings.timeout().toSeconds() + " s", files);
      }
    } finally {
      end(process);
    }
    return switch (process.exitValue()) {
      case 0 -> result(files);
      case WorkerMain.REFUSED -> throw refusal(files);
      default ->
          throw failure(Reason.CRASHED, "ended with exit code " + process.exitValue(), files);
    };
  }

  private Process start(WorkFiles files) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(files));
    // OpenMP's threads spin while they wait for each other, which on a shared machine makes a step
    // up to ten times slower.
    builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    // Not an argument: it would fill the process list, and what a tool shows of it would be cut off
    // before the main class.
    builder.environment().put("CLASSPATH", WorkerClassPath.current());
    builder.redirectErrorStream(true);
    builder.redirectOutput(files.log().toFile());
    // Standard input stays a pipe whose other end only this process holds.
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    return builder.start();
  }

  private List<String> command(WorkFiles files) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + settings.heapMebibytes() + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:ErrorFile=" + files.crashReport());
    command.add("-D" + ParentWatch.PROPERTY + "=pipe");
    for (String name : System.getProperties().stringPropertyNames()) {
      if (INHERITED.stream().anyMatch(name::startsWith)) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.add(WorkerMain.class.getName());
    command.add(files.directory().toString());
    return command;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
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
          Reason.REFUSED, refusal.reason(), refusal.message(), tail(files.log()));
    } catch (IOException exception) {
      throw failure(Reason.NO_RESULT, "refused its work without saying why", files);
    }
  }

  private static WorkerFailedException failure(Reason reason, String what, WorkFiles files) {
    return new WorkerFailedException(
        reason,
        "worker-" + reason.word(),
        "The worker " + what + "; its output is in " + files.log() + ".",
        tail(files.log()));
  }

  private static String tail(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException exception) {
      return "(its log can't be read: " + exception.getMessage() + ")";
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
