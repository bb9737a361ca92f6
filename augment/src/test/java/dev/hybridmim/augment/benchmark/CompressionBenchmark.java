package dev.hybridmim.augment.benchmark;

import com.github.luben.zstd.Zstd;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What Zstandard costs and saves on 96-cubes of more and more noise, in processor time of one
 * thread, and the network speed below which it saves more time than it takes: a sample goes over
 * the network twice, to the broker and to the trainer. {@code SampleEncoder}'s threshold follows
 * from the last column.
 */
public final class CompressionBenchmark {
  private static final int EDGE = 96;
  private static final int LEVEL = 1;
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 60;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CompressionBenchmark() {}

  public static void main(String[] arguments) {
    System.out.println("noise  air  of plain  compress ms  decompress ms  pays below MB/s");
    for (double noise : new double[] {0.002, 0.01, 0.05, 0.2}) {
      for (int air : new int[] {0, EDGE / 3}) {
        measure(noise, air);
      }
    }
  }

  private static void measure(double noise, int air) {
    byte[] plain = halves(noise, air);
    byte[] frame = new byte[(int) Zstd.compressBound(plain.length)];
    byte[] back = new byte[plain.length];
    long compress = 0;
    long decompress = 0;
    long bytes = 0;
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      bytes = Zstd.compressByteArray(frame, 0, frame.length, plain, 0, plain.length, LEVEL);
      long middle = THREADS.getCurrentThreadCpuTime();
      Zstd.decompressByteArray(back, 0, back.length, frame, 0, (int) bytes);
      if (round >= WARM_UP) {
        compress += middle - begin;
        decompress += THREADS.getCurrentThreadCpuTime() - middle;
      }
    }
    double seconds = (compress + decompress) / 1e9 / ROUNDS;
    System.out.printf(
        Locale.ROOT,
        "%5.3f %4d %9.3f %12.2f %14.2f %16.0f%n",
        noise,
        air,
        (double) bytes / plain.length,
        compress / 1e6 / ROUNDS,
        decompress / 1e6 / ROUNDS,
        2 * (plain.length - bytes) / seconds / 1e6);
  }

  /** Tissue of stored precision, after a change of intensity, behind {@code air} planes of air. */
  private static byte[] halves(double noise, int air) {
    UniformRandomProvider random = Seeds.random(1);
    float[] voxels = new float[EDGE * EDGE * EDGE];
    int at = 0;
    for (int i = 0; i < EDGE; i++) {
      for (int j = 0; j < EDGE; j++) {
        for (int k = 0; k < EDGE; k++) {
          double tissue = 0.5 + 0.08 * Math.sin(i / 9.0) * Math.cos(j / 13.0) * Math.sin(k / 7.0);
          // The sum of three draws is bell-shaped enough for a compressor.
          double bell = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
          double stored = i < air ? 0 : Math.rint((tissue + 2 * noise * bell) * 4095) / 4095;
          voxels[at++] = (float) Math.max(0, Math.min(1, stored * 0.97 + 0.01));
        }
      }
    }
    byte[] halves = new byte[Short.BYTES * voxels.length];
    Half.encode(voxels, 0, voxels.length, halves, 0);
    return halves;
  }
}
