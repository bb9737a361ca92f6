package dev.hybridmim.platform.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Real scans and parity vectors, which are not part of the repository. They are looked for in the
 * directory named by the environment variable {@code HYBRIDMIM_TEST_DATA}, else beside the checkout
 * in {@code ../shared/data}.
 */
public final class TestData {
  private TestData() {}

  /** The file or directory, or the test is skipped and says what it needed. */
  public static Path require(String relativePath) {
    Path path = root().resolve(relativePath);
    Assumptions.assumeTrue(
        Files.exists(path),
        () ->
            "SKIPPED: needs test data "
                + relativePath
                + "; set HYBRIDMIM_TEST_DATA to the directory that holds it");
    return path;
  }

  private static Path root() {
    String named = System.getenv("HYBRIDMIM_TEST_DATA");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    return Path.of(System.getProperty("hybridmim.test.data", "../shared/data"));
  }
}
