package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.trainer.learning.NativeEnvironment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command once more in a process of its own: a whole scan does not fit into the launcher's small
 * heap, half of the machine's memory may.
 */
final class RoomyProcess {
  /** Set in the process that has the memory. */
  private static final String ROOMY = "hybridmim.roomy";

  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST_HEAP = 512 * MEBIBYTE;

  private RoomyProcess() {}

  /** Whether this is that process. */
  static boolean isThis() {
    return Boolean.getBoolean(ROOMY);
  }

  /** Runs the command line that was given to this process, and returns its exit code. */
  static int run(CommandSpec command) throws InterruptedException {
    com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long heap = Math.max(LEAST_HEAP, system.getTotalMemorySize() / 2);
    List<String> arguments = new ArrayList<>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.add("-Xmx" + heap / MEBIBYTE + "m");
    arguments.add("-XX:+UseSerialGC");
    arguments.add("-Djava.awt.headless=true");
    arguments.add("-Dai.djl.offline=true");
    arguments.add("-D" + ROOMY + "=true");
    arguments.add("-Dhybridmim.modules=" + System.getProperty("hybridmim.modules"));
    arguments.add("-cp");
    arguments.add(System.getProperty("java.class.path"));
    arguments.add(Hybridmim.class.getName());
    arguments.addAll(command.root().commandLine().getParseResult().originalArgs());
    try {
      ProcessBuilder builder = new ProcessBuilder(arguments).inheritIO();
      builder.environment().putAll(NativeEnvironment.missingFrom(builder.environment()));
      Process process = builder.start();
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        process.destroy();
        throw e;
      }
    } catch (IOException e) {
      throw new RunException("A Java process could not be started: " + e.getMessage(), e);
    }
  }
}
