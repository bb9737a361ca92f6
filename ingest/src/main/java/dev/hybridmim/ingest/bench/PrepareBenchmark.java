package dev.hybridmim.ingest.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.hybridmim.ingest.bench.PrepareReport.StageCost;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.pipeline.PreparationRecipe;
import dev.hybridmim.ingest.pipeline.ScanOutcome;
import dev.hybridmim.ingest.pipeline.ScanPreparation;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.store.ObjectInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prepares one scan several times and reports what that costs.
 *
 * <pre>{@code
 * PrepareReport report = new PrepareBenchmark(recipe, 3).ofSynthetic(512, 150);
 * }</pre>
 */
public final class PrepareBenchmark {
  private static final String BUCKET = "bench";
  private static final long SEED = 20261124;

  private final PreparationRecipe recipe;
  private final int passes;

  /**
   * A benchmark.
   *
   * @param passes that are timed, after one that is not
   */
  public PrepareBenchmark(PreparationRecipe recipe, int passes) {
    if (passes < 1) {
      throw new IllegalArgumentException("At least one pass is timed");
    }
    this.recipe = recipe;
    this.passes = passes;
  }

  /** Measures with a synthetic CT of {@code edge} x {@code edge} x {@code slices} voxels. */
  public PrepareReport ofSynthetic(int edge, int slices)
      throws IOException, UnreadableScanException {
    Path file = Files.createTempFile("hybridmim-bench", ".nii.gz");
    try {
      SyntheticCt.write(file, edge, slices, SEED);
      return of(file);
    } finally {
      Files.delete(file);
    }
  }

  /**
   * Measures with a NIfTI file.
   *
   * @throws UnreadableScanException when it can't be prepared
   */
  public PrepareReport of(Path file) throws IOException, UnreadableScanException {
    Path directory = Files.createTempDirectory("hybridmim-bench");
    try {
      return measure(file, directory);
    } finally {
      deleteTree(directory);
    }
  }

  private PrepareReport measure(Path file, Path directory)
      throws IOException, UnreadableScanException {
    OneScanStore store = new OneScanStore(file, directory);
    Pass cold = time(store);
    List<Pass> timed = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      timed.add(time(store));
    }
    timed.sort(Comparator.comparingDouble(Pass::cpuSeconds));
    Pass median = timed.get(passes / 2);
    StagePeaks peaks = new StagePeaks();
    Volume volume = prepare(store, peaks);
    peaks.end();
    long preparedBytes =
        store.list(volume.getObjectPrefix()).stream().mapToLong(ObjectInfo::size).sum();
    return report(file, cold, median, peaks, volume, preparedBytes);
  }

  private PrepareReport report(
      Path file, Pass cold, Pass median, StagePeaks peaks, Volume volume, long preparedBytes)
      throws IOException, UnreadableScanException {
    Image image = NiftiReader.read(file, "The scan", limits());
    long decoded = (long) image.array().length() * image.array().bytesPerVoxel();
    List<StageCost> stages = new ArrayList<>();
    long peak = 0;
    for (Stage stage : Stage.values()) {
      double seconds = median.times().seconds(stage);
      stages.add(
          new StageCost(
              stage.word(),
              seconds,
              median.times().cpuSeconds(stage),
              seconds > 0 ? decoded / 1e6 / seconds : 0,
              peaks.bytes(stage)));
      peak = Math.max(peak, peaks.bytes(stage));
    }
    return new PrepareReport(
        Arrays.stream(image.shape()).boxed().toList(),
        Arrays.stream(image.affine().spacing()).boxed().toList(),
        List.of(volume.getShape().getI(), volume.getShape().getJ(), volume.getShape().getK()),
        recipe.profile().spacingMm(),
        median.seconds(),
        median.cpuSeconds(),
        cold.cpuSeconds(),
        peak,
        decoded,
        Files.size(file),
        preparedBytes,
        3600 / median.cpuSeconds(),
        stages);
  }

  private record Pass(StageTimes times, double seconds, double cpuSeconds) {}

  private Pass time(OneScanStore store) throws UnreadableScanException {
    // The garbage of one pass is not the next one's cost.
    System.gc();
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    StageTimes times = new StageTimes();
    long cpu = process.getProcessCpuTime();
    long wall = System.nanoTime();
    prepare(store, times);
    times.end();
    return new Pass(
        times, (System.nanoTime() - wall) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9);
  }

  private Volume prepare(OneScanStore store, StageWatch watch) throws UnreadableScanException {
    store.list("volumes/").forEach(object -> store.delete(object.key()));
    ScanPreparation preparation =
        new ScanPreparation(
            store, BUCKET, recipe, limits(), Pseudonyms.of("benchmark"), Clock.systemUTC(), watch);
    ScanOutcome outcome =
        preparation.prepare(
            new ScanAnnouncement(
                BUCKET, OneScanStore.KEY, -1, "", "", "s3:ObjectCreated:Put", Instant.EPOCH));
    if (outcome instanceof ScanOutcome.Rejected rejected) {
      throw new UnreadableScanException(rejected.reason(), rejected.reject().getMessage());
    }
    return ((ScanOutcome.Prepared) outcome).event().getPrepared();
  }

  /** The whole heap: what is measured is what a scan needs, and not what it is allowed. */
  private static ReadLimits limits() {
    long heap = Runtime.getRuntime().maxMemory();
    return new ReadLimits(heap, heap / (Short.BYTES + Float.BYTES));
  }

  private static void deleteTree(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
