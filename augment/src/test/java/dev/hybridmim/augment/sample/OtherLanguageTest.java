package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.Compression;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sample as released versions wrote it, read by this one and by the documented Python reader.
 * {@link #main} writes new golden files; old ones are never rewritten.
 */
class OtherLanguageTest {
  private static final Path READER = Path.of("python", "read_sample.py");
  private static final int[] SHAPE = {40, 33, 21};

  @TempDir Path directory;

  @Test
  void aGoldenSampleIsReadAndItsRecordRebuildsIt() throws Exception {
    Sample plain = Sample.parseFrom(golden("plain"));
    Sample packed = Sample.parseFrom(golden("zstd"));

    assertThat(plain.getEncoding()).isEqualTo(VoxelEncoding.VOXEL_ENCODING_FLOAT16);
    assertThat(packed.getEncoding()).isEqualTo(VoxelEncoding.VOXEL_ENCODING_FLOAT16_ZSTD);
    assertThat(new SampleMaker().rebuild(plain, volume())).isEqualTo(plain);
    assertThat(SampleDecoder.halves(packed)).isEqualTo(SampleDecoder.halves(plain));
    assertThat(packed.getMaskCodes()).isEqualTo(plain.getMaskCodes());
  }

  @Test
  void thePythonReaderSeesTheSameVoxelsAndMask() throws Exception {
    assumeTrue(succeeds("python3", "-c", "import numpy"), "python3 with numpy is not there");
    assertPythonReads("plain");
    assumeTrue(succeeds("zstd", "--version"), "the program zstd is not there");
    assertPythonReads("zstd");
  }

  @Test
  void thePythonReaderRefusesADamagedSample() throws Exception {
    assumeTrue(succeeds("python3", "-c", "import numpy"), "python3 with numpy is not there");
    byte[] bytes = golden("plain");
    bytes[bytes.length / 2] ^= 4;
    Path file = Files.write(directory.resolve("damaged"), bytes);

    Process reader = start("python3", READER.toString(), file.toString());
    String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(reader.waitFor()).isNotZero();
    assertThat(said).contains("The sample is damaged");
  }

  private void assertPythonReads(String name) throws Exception {
    Path file = Files.write(directory.resolve(name), golden(name));
    Process reader = start("python3", READER.toString(), file.toString());
    String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(reader.waitFor()).as(said).isZero();
    assertThat(said.strip()).isEqualTo(summary(Sample.parseFrom(golden(name))));
  }

  /** What the reader prints: names, shape, hidden voxels, and the sums over these and the rest. */
  private static String summary(Sample sample) {
    RegionGrid grid = SampleDecoder.grid(sample);
    byte[] hidden = new byte[grid.voxels()];
    grid.expand(sample.getMaskCodes().toByteArray(), hidden);
    float[] voxels = SampleDecoder.voxels(sample);
    double[] sums = new double[2];
    int count = 0;
    for (int voxel = 0; voxel < voxels.length; voxel++) {
      sums[hidden[voxel]] += voxels[voxel];
      count += hidden[voxel];
    }
    return "run-a 3 5 float16 1 16 16 16 %d %s %s"
        .formatted(count, ninePlaces(sums[1]), ninePlaces(sums[0]));
  }

  /** As C's %.9g prints a number of four digits before the point. */
  private static String ninePlaces(double value) {
    String text =
        new java.math.BigDecimal(value)
            .round(new java.math.MathContext(9))
            .stripTrailingZeros()
            .toPlainString();
    return String.format(Locale.ROOT, "%s", text);
  }

  private static boolean succeeds(String... command) {
    try {
      Process process = start(command);
      process.getInputStream().readAllBytes();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      // Not installed.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream bytes =
        OtherLanguageTest.class.getResourceAsStream("/golden/0.1/sample-" + name + ".binpb")) {
      assertThat(bytes).as("golden file of %s", name).isNotNull();
      return bytes.readAllBytes();
    }
  }

  private static ArrayVolume volume() {
    return new ArrayVolume(ramp(1, SHAPE), 1, SHAPE);
  }

  private static Sample sample(Compression compression) {
    DemandTicket ticket = ticket(3, 1).setCompression(compression).build();
    SampleMaker maker = new SampleMaker();
    Sample made = maker.make(new SamplePlan(ticket, 5, announced(1), 0, 99), volume());
    return made;
  }

  /** Writes golden files into a directory. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Files.write(
        directory.resolve("sample-plain.binpb"),
        sample(Compression.COMPRESSION_NONE).toByteArray());
    Files.write(
        directory.resolve("sample-zstd.binpb"),
        sample(Compression.COMPRESSION_UNSPECIFIED).toByteArray());
  }
}
