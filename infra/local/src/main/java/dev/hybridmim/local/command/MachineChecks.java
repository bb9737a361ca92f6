package dev.hybridmim.local.command;

import com.sun.management.OperatingSystemMXBean;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.command.Diagnosis.Check;
import dev.hybridmim.local.command.Diagnosis.Verdict;
import dev.hybridmim.local.home.DiskSpace;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at this machine. Nothing is changed, nothing stays behind. */
final class MachineChecks {
  private static final int OLDEST_JAVA = 17;
  private static final long GIBIBYTE = 1L << 30;
  private static final long GOOD_MEMORY = 7 * GIBIBYTE;
  private static final long LEAST_MEMORY = 4 * GIBIBYTE;
  private static final long PROBE_SECONDS = 180;

  private final HomeLayout home;

  MachineChecks(HomeLayout home) {
    this.home = home;
  }

  Diagnosis all() throws InterruptedException {
    List<Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(memory());
    checks.add(disk());
    checks.add(occupation());
    checks.add(ports());
    Check modules = modules();
    checks.add(modules);
    if (modules.verdict() == Verdict.GOOD) {
      checks.addAll(engine());
    }
    return Diagnosis.of(checks);
  }

  private static Check java() {
    int version = Runtime.version().feature();
    return Check.of(
        version >= OLDEST_JAVA,
        Verdict.MISSING,
        "java",
        System.getProperty("java.version") + " in " + System.getProperty("java.home"),
        "Install a JDK 17 or later and set JAVA_HOME.");
  }

  private static Check memory() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long bytes = system.getTotalMemorySize();
    String found =
        gibibytes(bytes) + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    return Check.of(
        bytes >= GOOD_MEMORY,
        bytes >= LEAST_MEMORY ? Verdict.WEAK : Verdict.MISSING,
        "memory",
        found,
        "The processes of one run together take up to 6 GiB: close other programs, or run Kafka, store"
            + " or Flink elsewhere (--kafka, --s3, --flink-master).");
  }

  private Check disk() {
    Path existing = home.root();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    long free = DiskSpace.free(existing);
    return Check.of(
        free >= DiskSpace.NEEDED_TO_START,
        Verdict.MISSING,
        "disk",
        gibibytes(free) + " free on the disk of " + home.root(),
        "A run needs "
            + gibibytes(DiskSpace.NEEDED_TO_START)
            + " to start: free some, or name another"
            + " directory with --home.");
  }

  private Check occupation() {
    return Check.of(
        !Home.isOccupied(home),
        Verdict.WEAK,
        "home",
        home.root() + (Files.exists(home.root()) ? "" : " (not there yet, which is fine)"),
        "A run is working in this home: see `hybridmim status`.");
  }

  private static Check ports() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Check.good("ports", "free ones on 127.0.0.1, such as " + socket.getLocalPort());
    } catch (IOException e) {
      return new Check(
          "ports",
          Verdict.MISSING,
          "none on 127.0.0.1: " + e.getMessage(),
          Optional.of("Allow programs of this user to listen on 127.0.0.1."));
    }
  }

  private static Check modules() {
    try {
      Modules modules = Modules.installed();
      for (Modules.Module module : Modules.Module.values()) {
        modules.classPath(module);
      }
      return Check.good("modules", "all built");
    } catch (RunException e) {
      return new Check("modules", Verdict.MISSING, "not all built", Optional.of(e.getMessage()));
    }
  }

  private static List<Check> engine() throws InterruptedException {
    String advice =
        "Look at the message above it; `./mvnw package` fetches the library for this machine. For a"
            + " CUDA one set PYTORCH_LIBRARY_PATH to its lib directory, PYTORCH_VERSION to 2.7.1 and"
            + " PYTORCH_FLAVOR to cu128.";
    try {
      EngineProbe.Found found = probe();
      boolean gpu = found.devices().size() > 1;
      return List.of(
          Check.good("pytorch", found.engine() + " " + found.version()),
          Check.of(
              gpu,
              Verdict.WEAK,
              "devices",
              String.join(", ", found.devices()),
              CudaAdvice.ofThisProcess().sentence()));
    } catch (IOException e) {
      return List.of(new Check("pytorch", Verdict.MISSING, e.getMessage(), Optional.of(advice)));
    }
  }

  private static EngineProbe.Found probe() throws IOException, InterruptedException {
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dai.djl.offline=true",
                "-Dhybridmim.parent=pipe",
                "-cp",
                System.getProperty("java.class.path"),
                EngineProbe.class.getName())
            .redirectErrorStream(true)
            .start();
    String output;
    try {
      output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("does not load within " + PROBE_SECONDS + " s");
      }
    } finally {
      probe.destroyForcibly();
    }
    String last = output.lines().reduce((one, other) -> other).orElse("");
    if (probe.exitValue() != 0 || !last.startsWith("{")) {
      throw new IOException(
          "does not load: " + output.lines().findFirst().orElse("exit code " + probe.exitValue()));
    }
    return Json.mapper().readValue(last, EngineProbe.Found.class);
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIBIBYTE);
  }
}
