package dev.hybridmim.evaluator.worker;

import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.trainer.learning.NativeEnvironment;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Java process with this one's class path that is given a directory and nothing else. Its output
 * goes to {@code worker.log} there, and it ends when this process ends.
 */
public final class WorkerProcess {
  private static final int TAIL_BYTES = 8 << 10;

  /** Settings of this process that a worker needs as well. */
  private static final List<String> INHERITED =
      List.of(
          "ai.djl.",
          "hybridmim.worker.",
          "logback.configurationFile",
          "java.io.tmpdir",
          "PYTORCH_",
          "ENGINE_CACHE_DIR",
          "DJL_CACHE_DIR");

  private final WorkerSettings settings;
  private final Class<?> main;

  /**
   * @param main starts {@link ParentWatch} first of all
   */
  public WorkerProcess(WorkerSettings settings, Class<?> main) {
    this.settings = settings;
    this.main = main;
  }

  /**
   * Runs it. When this returns or throws, the process has ended.
   *
   * @return its exit code; empty when it took too long and was killed
   */
  public OptionalInt run(Path directory) throws IOException, InterruptedException {
    Process process = start(new WorkFiles(directory));
    try {
      if (!process.waitFor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return OptionalInt.empty();
      }
    } finally {
      end(process);
    }
    return OptionalInt.of(process.exitValue());
  }

  private Process start(WorkFiles files) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(files));
    builder.environment().putAll(NativeEnvironment.missingFrom(builder.environment()));
    // Not an argument: it would fill the process list, and what a tool shows of it would be cut off
    // before the main class.
    builder.environment().put("CLASSPATH", WorkerClassPath.current());
    builder.redirectErrorStream(true);
    File log = files.log().toFile();
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
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
    command.add(main.getName());
    command.add(files.directory().toString());
    return command;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** The end of what a process printed. */
  public static String tail(Path log) {
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

  /** Removes a directory with all that is in it. */
  public static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
