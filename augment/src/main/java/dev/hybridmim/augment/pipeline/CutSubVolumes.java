package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.augment.sample.UnusableVolumeException;
import dev.hybridmim.augment.sample.VisitCutter;
import dev.hybridmim.augment.sample.VolumeLibrary;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Sample;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Cuts, augments, masks and encodes the samples of visits.
 *
 * <p>In: visits. Out: {@link #SAMPLES}, and {@link #REJECTS} for volumes that can't be used.
 *
 * <p>Guarantees: each sample of a visit once for each time that the visit is processed, with the
 * same bytes; a sample whose volume can't be read is drawn from another one, so that its ticket is
 * still answered in full. When the store stays away the bundle fails and is tried again. Visits are
 * spread over all workers. Each worker holds its library's cache, and 13 bytes for each voxel of
 * the largest sample.
 */
public final class CutSubVolumes extends PTransform<PCollection<VolumeVisit>, PCollectionTuple> {
  /** What trainers train on. */
  public static final TupleTag<Sample> SAMPLES = new TupleTag<>("samples");

  /** Dead letters. */
  public static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects");

  private static final long serialVersionUID = 1L;

  private final LibraryOpener volumes;

  private CutSubVolumes(LibraryOpener volumes) {
    this.volumes = volumes;
  }

  /** Cuts from the volumes of this library. */
  public static CutSubVolumes from(LibraryOpener volumes) {
    return new CutSubVolumes(volumes);
  }

  @Override
  public PCollectionTuple expand(PCollection<VolumeVisit> visits) {
    PCollectionTuple cut =
        visits
            // Flink spreads a reshuffle round robin; a redistribution would be grouped in state
            // first.
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "Cut",
                ParDo.of(new CutFn(volumes)).withOutputTags(SAMPLES, TupleTagList.of(REJECTS)));
    cut.get(SAMPLES).setCoder(MessageCoder.of(Sample.class, Sample::parseDelimitedFrom));
    cut.get(REJECTS).setCoder(MessageCoder.of(Reject.class, Reject::parseDelimitedFrom));
    return cut;
  }

  /** {@link VisitCutter} on a worker. */
  static final class CutFn extends DoFn<VolumeVisit, Sample> {
    private static final long serialVersionUID = 1L;

    private final LibraryOpener volumes;
    private transient VolumeLibrary library;
    private transient VisitCutter cutter;
    private transient Set<String> reportedVolumes;

    CutFn(LibraryOpener volumes) {
      this.volumes = volumes;
    }

    @Setup
    public void open() {
      library = volumes.open();
      cutter = new VisitCutter(library);
      reportedVolumes = Collections.newSetFromMap(new RecentlyReported());
    }

    @ProcessElement
    public void process(@Element VolumeVisit visit, MultiOutputReceiver outputs) {
      cutter.cut(visit, new Outputs(outputs, reportedVolumes));
    }

    @Teardown
    public void close() {
      if (library != null) {
        library.close();
      }
    }
  }

  /** Where a visit's yield goes. */
  private record Outputs(DoFn.MultiOutputReceiver outputs, Set<String> reportedVolumes)
      implements VisitCutter.Receiver {
    private static final Counter SAMPLES_CUT = Metrics.counter(CutSubVolumes.class, "samplesCut");
    private static final Counter SAMPLE_BYTES = Metrics.counter(CutSubVolumes.class, "sampleBytes");
    private static final Counter SAMPLES_REDRAWN =
        Metrics.counter(CutSubVolumes.class, "samplesRedrawn");
    private static final Counter SAMPLES_UNANSWERED =
        Metrics.counter(CutSubVolumes.class, "samplesUnanswered");

    @Override
    public void sample(Sample sample) {
      SAMPLES_CUT.inc();
      SAMPLE_BYTES.inc(sample.getVoxels().size());
      outputs.get(CutSubVolumes.SAMPLES).output(sample);
    }

    @Override
    public void unusableVolume(UnusableVolumeException why) {
      SAMPLES_REDRAWN.inc();
      if (reportedVolumes.add(why.volumeId())) {
        outputs
            .get(CutSubVolumes.REJECTS)
            .output(
                Rejects.lasting(
                    "volumes/" + why.volumeId(), Rejects.UNUSABLE_VOLUME, why.getMessage()));
      }
    }

    @Override
    public void unanswered(SamplePlan lastPlan) {
      SAMPLES_UNANSWERED.inc();
      outputs
          .get(CutSubVolumes.REJECTS)
          .output(
              Rejects.retryable(
                  lastPlan.key(),
                  Rejects.UNANSWERED_SAMPLE,
                  "None of the volumes drawn for this sample could be read; ask its ticket again"
                      + " once the catalogue has others"));
    }
  }

  /**
   * A volume is drawn again and again; each worker reports it once, as far back as it remembers.
   */
  private static final class RecentlyReported extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;
    private static final int REMEMBERED = 10_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
