package dev.hybridmim.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaAdviceTest {
  @TempDir Path directory;

  @Test
  void eachReasonHasItsSentence() throws Exception {
    Path driver = Files.createFile(directory.resolve("driver"));
    Path library = Files.createDirectory(directory.resolve("lib"));
    String path = library.toString();

    assertThat(advice(directory.resolve("none"), Map.of())).contains("No NVIDIA driver");
    assertThat(advice(directory.resolve("none"), Map.of("PYTORCH_LIBRARY_PATH", path)))
        .contains("is set, but no NVIDIA driver");
    assertThat(advice(driver, Map.of()))
        .contains("PYTORCH_LIBRARY_PATH", "PYTORCH_VERSION=2.7.1", "PYTORCH_FLAVOR=cu128");
    assertThat(advice(driver, Map.of("PYTORCH_LIBRARY_PATH", path + "64")))
        .contains("no directory");
    assertThat(advice(driver, Map.of("PYTORCH_LIBRARY_PATH", path)))
        .contains("no libtorch_cuda.so");
    Files.createFile(library.resolve("libtorch_cuda.so"));
    assertThat(advice(driver, Map.of("PYTORCH_LIBRARY_PATH", path, "PYTORCH_VERSION", "2.8.0")))
        .contains("2.8.0", "2.7.1 only");
    assertThat(advice(driver, Map.of("PYTORCH_LIBRARY_PATH", path, "PYTORCH_VERSION", "2.7.1")))
        .contains("PYTORCH_FLAVOR");
    assertThat(
            advice(
                driver,
                Map.of(
                    "PYTORCH_LIBRARY_PATH", path,
                    "PYTORCH_VERSION", "2.7.1",
                    "PYTORCH_FLAVOR", "cu128")))
        .contains("sees no GPU");
  }

  private static String advice(Path driver, Map<String, String> environment) {
    return new CudaAdvice(environment, driver).sentence();
  }
}
