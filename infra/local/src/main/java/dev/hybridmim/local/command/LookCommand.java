package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.look.Look;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hybridmim look}. */
@Command(
    name = "look",
    description = {
      "Shows what a snapshot makes of a scan: input, masked input, reconstruction and error in three"
          + " planes, and how many hidden patches it sees in every region, as PNG files.",
      "The scan is prepared as the platform would do it; the pictures are pictures of a patient."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LookCommand implements Callable<Integer> {
  /** Set in the process that has the memory. */
  private static final String ROOMY = "hybridmim.roomy";

  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST_HEAP = 512 * MEBIBYTE;

  @Spec private CommandSpec command;
  @Mixin private SnapshotOptions snapshot;

  @Option(
      names = "--scan",
      required = true,
      paramLabel = "FILE",
      description = "A NIfTI file, .nii or .nii.gz.")
  private Path scan;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the PNG files; made when it is not there.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides which sub-volume is cut and what is hidden of it. Default: 1")
  private long seed;

  @Mixin private JsonOption json;

  private LookCommand() {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    if (!Boolean.getBoolean(ROOMY)) {
      return inRoomierProcess();
    }
    Look look = new Look(scan, out, seed);
    Look.Seen seen = snapshot.with(look::at);
    if (json.isWanted()) {
      System.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(seen));
    } else {
      System.out.printf(
          Locale.ROOT,
          "Snapshot %s: mean absolute error %.4f where hidden, region counts right %d/%d, patches"
              + " told rightly %.0f %%%n",
          seen.snapshot(),
          seen.meanAbsoluteError(),
          seen.regionsRight(),
          seen.regions(),
          100 * seen.positionsRight());
      seen.files().forEach(System.out::println);
    }
    System.out.flush();
    return ExitCode.OK;
  }

  /** A whole scan does not fit into the launcher's small heap: half of the machine's memory may. */
  private int inRoomierProcess() throws InterruptedException {
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
      Process process = new ProcessBuilder(arguments).inheritIO().start();
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
