package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.HomeLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory in which something is measured; it is removed afterwards. */
record BenchDirectory(Path path) implements AutoCloseable {
  static BenchDirectory make() {
    try {
      return new BenchDirectory(Files.createTempDirectory("hybridmim-bench"));
    } catch (IOException e) {
      throw new RunException("No temporary directory can be made: " + e.getMessage(), e);
    }
  }

  HomeLayout home() {
    return new HomeLayout(path.resolve("home"));
  }

  @Override
  public void close() {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + path + " can't be removed", e);
    }
  }
}
