package dev.hybridmim.augment.benchmark;

import static dev.hybridmim.augment.testing.TestTickets.cube;
import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static dev.hybridmim.augment.testing.TestVolumes.stored;

import dev.hybridmim.augment.mask.TwoLevelMasking;
import dev.hybridmim.augment.plan.Catalogue;
import dev.hybridmim.augment.plan.HeapCatalogueState;
import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.plan.TicketPlanner;
import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.augment.sample.SampleDecoder;
import dev.hybridmim.augment.sample.SampleEncoder;
import dev.hybridmim.augment.sample.SampleMaker;
import dev.hybridmim.augment.sample.StoreVolumeLibrary;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.store.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Masks, plans, and samples from a stored volume whose chunks are at hand or not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class SamplingBenchmark {
  private static final int VOLUME_EDGE = 160;

  /** Edge of the sub-volume; regions are a third or a half of it, patches half of a region. */
  @Param({"32", "96"})
  public int edge;

  private RegionGrid grid;
  private byte[] codes;
  private long seed;
  private DemandTicket ticket;
  private TicketPlanner planner;
  private Path directory;
  private Volume volume;
  private StoreVolumeLibrary warm;
  private StoreVolumeLibrary cold;
  private final SampleMaker maker = new SampleMaker();
  private final SampleEncoder encoder = new SampleEncoder();
  private Sample sample;
  private float[] intensities;

  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(SamplingBenchmark.class.getSimpleName()).build()).run();
  }

  @Setup
  public void prepare() throws IOException {
    int region = edge == 96 ? 32 : edge / 2;
    grid = RegionGrid.cube(edge, region, region / 2);
    codes = new byte[grid.maskBytes()];
    ticket =
        ticket(0, 1000)
            .setSamples(16)
            .setSubVolume(cube(edge))
            .setMask(
                MaskSettings.newBuilder()
                    .setStrategy(MaskStrategy.MASK_STRATEGY_HIERARCHICAL)
                    .setRatio(0.4)
                    .setRegionEdge(region)
                    .setPatchEdge(region / 2))
            .build();
    planner = new TicketPlanner(catalogue());
    directory = Files.createTempDirectory("sampling-benchmark");
    FileObjectStore store = new FileObjectStore(directory);
    volume = stored(store, 1, body(), VOLUME_EDGE, VOLUME_EDGE, VOLUME_EDGE);
    warm = new StoreVolumeLibrary(store, 64L << 20);
    cold = new StoreVolumeLibrary(store, 0);
    sample = maker.make(nextPlan(), warm.open(volume));
    intensities = SampleDecoder.voxels(sample);
  }

  @TearDown
  public void remove() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public byte[] maskUniform() {
    TwoLevelMasking.draw(MaskStrategy.MASK_STRATEGY_UNIFORM, grid, 0.4, seed++, codes);
    return codes;
  }

  @Benchmark
  public byte[] maskHierarchical() {
    TwoLevelMasking.draw(MaskStrategy.MASK_STRATEGY_HIERARCHICAL, grid, 0.4, seed++, codes);
    return codes;
  }

  /** Sixteen samples from a catalogue of a thousand volumes. */
  @Benchmark
  public List<VolumeVisit> planTicket() {
    return planner.plan(ticket.toBuilder().setTicket(seed++).build()).orElseThrow();
  }

  /** Conversion to half precision, Zstandard, checksum, message. */
  @Benchmark
  public Sample encode() {
    return encoder.encode(sample.toBuilder(), intensities, intensities.length, codes, true);
  }

  @Benchmark
  public float[] decode() {
    return SampleDecoder.voxels(sample);
  }

  /** A whole sample from a volume at hand. */
  @Benchmark
  public Sample sampleWarm() {
    return maker.make(nextPlan(), warm.open(volume));
  }

  /** A whole sample of which every chunk is fetched from a local directory. */
  @Benchmark
  public Sample sampleCold() {
    return maker.make(nextPlan(), cold.open(volume));
  }

  private SamplePlan nextPlan() {
    return new SamplePlan(ticket, 0, volume, 0, seed++);
  }

  private static Catalogue catalogue() {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    for (int number = 0; number < 1000; number++) {
      catalogue.append(number, prepared(announced(number)));
    }
    return catalogue;
  }

  /** Smooth with a little noise, as scans are. */
  private static float[] body() {
    float[] voxels = new float[VOLUME_EDGE * VOLUME_EDGE * VOLUME_EDGE];
    java.util.Random noise = new java.util.Random(1);
    int at = 0;
    for (int i = 0; i < VOLUME_EDGE; i++) {
      for (int j = 0; j < VOLUME_EDGE; j++) {
        for (int k = 0; k < VOLUME_EDGE; k++) {
          double value = 0.5 + 0.3 * Math.sin(i / 17.0) * Math.cos(j / 23.0) * Math.sin(k / 11.0);
          voxels[at++] = (float) (value + 0.02 * noise.nextGaussian());
        }
      }
    }
    return voxels;
  }
}
