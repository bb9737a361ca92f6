package dev.hybridmim.ingest.volume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.ingest.testing.SyntheticImages;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.store.FileObjectStore;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a volume back with another implementation of Zarr v3. The package is installed below {@code
 * target} and nowhere else; a machine without Node.js, or without a way to the package, skips the
 * test and says so, unless {@code HYBRIDMIM_REQUIRE_ZARRITA} is set, as {@code .ci/run} does.
 */
class ZarritaIT {
  private static final String PACKAGE = "zarrita@0.7.5";
  private static final Path HOME = Path.of("target", "zarrita").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void anotherReaderSeesTheSameCodes() throws Exception {
    requireZarrita();
    IngestProfile profile =
        new IngestProfile(
            List.of(1.5, 1.5, 2.0), List.of(-1000.0, 1000.0), List.of(0.5, 99.5), false);
    PreparedVolume volume =
        new VolumePreparer(profile, 32, new ReadLimits(1 << 24, 1 << 24))
            .prepare(SyntheticImages.ct(1, 150, 70, 40, Affine.scaling(1, 1.2, 2.5)), "Scan");
    VolumeWriter.write(new FileObjectStore(directory), "id", "recipe", volume);

    Path script = HOME.resolve("read.mjs");
    try (var resource = ZarritaIT.class.getResourceAsStream("/zarrita/read.mjs")) {
      Files.write(script, resource.readAllBytes());
    }
    Path root = directory.resolve("volumes/id/recipe");
    Path answer = directory.resolve("answer.json");
    assertThat(run(answer, "node", script.toString(), root.toString())).isZero();
    JsonNode seen = Json.mapper().readTree(Files.readAllBytes(answer));

    int[] shape = volume.shape();
    assertThat(seen.get("shape").toString())
        .isEqualTo("[%d,%d,%d]".formatted(shape[0], shape[1], shape[2]));
    assertThat(seen.get("dtype").asText()).isEqualTo("uint16");
    assertThat(seen.get("ome").asText()).isEqualTo("0.5");
    assertThat(seen.get("scale").toString()).isEqualTo("[1.5,1.5,2]");
    assertThat(seen.get("levels").asInt()).isEqualTo(4095);
    BigInteger weighted = BigInteger.ZERO;
    for (int n = 0; n < volume.voxels().length; n++) {
      long code = Quantisation.WRITTEN.code(volume.voxels()[n]);
      weighted = weighted.add(BigInteger.valueOf(code * (n + 1L)));
    }
    assertThat(seen.get("weightedSum").asText()).isEqualTo(weighted.toString());
  }

  private static void requireZarrita() throws Exception {
    Files.createDirectories(HOME);
    Path log = HOME.resolve("install.log");
    require(works(log, "node", "--version"), "needs Node.js on the PATH");
    if (!Files.isDirectory(HOME.resolve("node_modules/zarrita"))) {
      require(
          works(
              log,
              "npm",
              "install",
              "--prefix",
              HOME.toString(),
              "--no-save",
              "--ignore-scripts",
              "--no-audit",
              "--no-fund",
              PACKAGE),
          "needs the npm package " + PACKAGE + ", which could not be installed; see " + log);
    }
  }

  /** Skips the test, or fails it where {@code .ci/run} has said that it must run. */
  private static void require(boolean met, String what) {
    if (System.getenv("HYBRIDMIM_REQUIRE_ZARRITA") != null) {
      assertThat(met).as(what).isTrue();
    }
    Assumptions.assumeTrue(met, "SKIPPED: " + what);
  }

  private static boolean works(Path log, String... command) throws InterruptedException {
    try {
      return run(log, command) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(Path output, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(HOME.resolve("errors.log").toFile()))
            .start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }
}
