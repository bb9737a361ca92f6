package dev.hybridmim.ingest.dicom;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The DCMTK programs, where they are installed. */
public final class Dcmtk {
  private static final int SECONDS = 60;

  private Dcmtk() {}

  /** The test goes on only where a program is installed; else it says what it needed. */
  public static void require(String... programs) {
    for (String program : programs) {
      Assumptions.assumeTrue(
          Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(directory -> Path.of(directory, program).toFile().canExecute()),
          "SKIPPED: needs the program " + program + " (Debian: dcmtk, libopenjp2-tools)");
    }
  }

  /** Runs a program to its end, which must be a success. */
  public static void run(String program, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(program + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(program + " ends with " + process.exitValue());
    }
  }
}
