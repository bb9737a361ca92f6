package dev.hybridmim.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a child process is started with.
 *
 * @param name in messages and in the names of its logs
 * @param heapMebibytes largest Java heap
 * @param jvmOptions on top of those that every child gets
 * @param environment on top of the launcher's own; may hold secrets
 * @param mayFinish whether an end with code 0 is in order, as when a job was handed to a cluster
 */
public record Child(
    String name,
    String classPath,
    String mainClass,
    int heapMebibytes,
    List<String> jvmOptions,
    List<String> arguments,
    Map<String, String> environment,
    boolean mayFinish) {
  public Child {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(classPath, "classPath");
    Objects.requireNonNull(mainClass, "mainClass");
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A child without options of its own. */
  public static Child of(String name, String classPath, String mainClass, int heapMebibytes) {
    return new Child(
        name, classPath, mainClass, heapMebibytes, List.of(), List.of(), Map.of(), false);
  }

  public Child withJvmOptions(List<String> more) {
    return new Child(
        name,
        classPath,
        mainClass,
        heapMebibytes,
        joined(jvmOptions, more),
        arguments,
        environment,
        mayFinish);
  }

  /** Adds the argument {@code --name=value}. */
  public Child with(String option, Object value) {
    List<String> more = List.of("--" + option + "=" + value);
    return new Child(
        name,
        classPath,
        mainClass,
        heapMebibytes,
        jvmOptions,
        joined(arguments, more),
        environment,
        mayFinish);
  }

  public Child withEnvironment(String variable, String value) {
    return withEnvironment(Map.of(variable, value));
  }

  public Child withEnvironment(Map<String, String> variables) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.putAll(variables);
    return new Child(
        name, classPath, mainClass, heapMebibytes, jvmOptions, arguments, more, mayFinish);
  }

  /** The same, but an end with code 0 is in order. */
  public Child thatMayFinish() {
    return new Child(
        name, classPath, mainClass, heapMebibytes, jvmOptions, arguments, environment, true);
  }

  /**
   * The lines of a Java argument file that starts this child.
   *
   * @param logs where crash reports go
   * @param loggingFile the logging configuration
   * @param temporary directory for temporary files: Flink and native libraries unpack tens of
   *     megabytes, which a killed process leaves behind
   */
  List<String> argumentFile(Path logs, Path loggingFile, Path temporary) {
    List<String> lines = new ArrayList<>();
    lines.add("-Xmx" + heapMebibytes + "m");
    lines.add("-XX:+UseSerialGC");
    lines.add("-XX:+ExitOnOutOfMemoryError");
    lines.add(quoted("-XX:ErrorFile=" + logs.resolve("hs_err_" + name + "_%p.log")));
    lines.add("-Djava.awt.headless=true");
    lines.add(quoted("-Djava.io.tmpdir=" + temporary));
    lines.add("-Dhybridmim.parent=pipe");
    lines.add(quoted("-Dlogback.configurationFile=" + loggingFile));
    jvmOptions.forEach(option -> lines.add(quoted(option)));
    lines.add("-cp");
    lines.add(quoted(classPath));
    lines.add(mainClass);
    arguments.forEach(argument -> lines.add(quoted(argument)));
    return lines;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }

  @Override
  public String toString() {
    return "Child[" + name + ", " + mainClass + "]";
  }
}
