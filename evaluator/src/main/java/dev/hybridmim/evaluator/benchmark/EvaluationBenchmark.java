package dev.hybridmim.evaluator.benchmark;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.inference.WindowNetwork;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.SegmentationLearner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Measures fine-tuning and inference of a profile's network in this process.
 *
 * @param classes with the background
 * @param threads processor threads, 0: all
 * @param passes how many steps or volumes are measured, after one that is not
 */
public record EvaluationBenchmark(Profile profile, int classes, int threads, int passes) {
  private static final double NANOS = 1e9;
  private static final double LEARNING_RATE = 1e-4;

  /**
   * Steps of fine-tuning.
   *
   * @param batch crops a step
   */
  public EvaluationFigures fineTune(int batch) {
    int edge = profile.augment().subVolume();
    int[] edges = {edge, edge, edge};
    float[] voxels = noise(batch * profile.network().inputChannels() * edge * edge * edge);
    byte[] labels = new byte[batch * edge * edge * edge];
    for (int voxel = 0; voxel < labels.length; voxel++) {
      labels[voxel] = (byte) (voxel / edge % classes);
    }
    try (SegmentationLearner learner = learner()) {
      double[] cost = measure(() -> learner.step(voxels, labels, edges, LEARNING_RATE));
      return figures(
          "finetune", learner, batch, edge, batch, cost, MonaiFigures.ofStep(profile, batch));
    }
  }

  /**
   * Segmentation of a cube.
   *
   * @param edge of the volume, voxels
   * @param batch windows at once
   */
  public EvaluationFigures infer(int edge, int batch) {
    int window = profile.augment().subVolume();
    int[] windows = {window, window, window};
    int[] shape = {edge, edge, edge};
    int channels = profile.network().inputChannels();
    float[] voxels = noise(channels * edge * edge * edge);
    SlidingWindow inference =
        new SlidingWindow(windows, profile.evaluator().overlap(), batch, classes);
    try (SegmentationLearner learner = learner()) {
      int[] seen = new int[1];
      WindowNetwork network =
          (input, count) -> {
            seen[0] += count;
            return learner.predict(input, windows);
          };
      double[] cost = measure(() -> inference.segment(voxels, channels, shape, network));
      return figures(
          "infer",
          learner,
          batch,
          edge,
          seen[0] / (passes + 1),
          cost,
          MonaiFigures.ofVolume(profile, edge, batch));
    }
  }

  private SegmentationLearner learner() {
    return SegmentationLearner.create(
        profile.network(),
        new SegmentationLearner.Settings(
            classes, profile.evaluator().weightDecay(), profile.evaluator().seed(), threads));
  }

  private EvaluationFigures figures(
      String what,
      SegmentationLearner learner,
      int batch,
      int volume,
      int windows,
      double[] cost,
      Optional<MonaiFigures> monai) {
    int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    return new EvaluationFigures(
        what,
        profile.name(),
        profile.network().backbone().label(),
        learner.parameterCount(),
        classes,
        batch,
        profile.augment().subVolume(),
        volume,
        windows,
        used,
        passes,
        cost[0],
        cost[1],
        peakBytes(),
        monai);
  }

  private double[] measure(Runnable work) {
    work.run();
    long wall = System.nanoTime();
    long processor = processorNanos();
    for (int pass = 0; pass < passes; pass++) {
      work.run();
    }
    return new double[] {
      (System.nanoTime() - wall) / NANOS / passes, (processorNanos() - processor) / NANOS / passes
    };
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Linux tells; elsewhere nothing is said. */
  private static Optional<Long> peakBytes() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException exception) {
      return Optional.empty();
    }
  }

  private static float[] noise(int length) {
    UniformRandomProvider random = Seeds.random(1);
    float[] values = new float[length];
    for (int index = 0; index < values.length; index++) {
      values[index] = random.nextFloat();
    }
    return values;
  }
}
