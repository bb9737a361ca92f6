package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Deduplicate;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Prepares every announced scan.
 *
 * <p>In: records of topic {@code scans}: the key says where the record stood (it becomes the
 * reference if the record is malformed), the value is the store's notification JSON. Out: {@link
 * #VOLUMES}, catalogue entries of volumes that are completely in the store, and {@link #REJECTS},
 * dead letters; both with the keys of their topics.
 *
 * <p>Guarantees: bounded or unbounded input. Every announcement leads to at least one element of
 * one of the outputs, unless an equal one (bucket, key, version, entity tag, time of the event)
 * came within the duplicate window. Elements may repeat after a restart, with the same keys; no
 * volume is written twice. Scans are spread over all workers. When the store is away the work
 * waits, then fails and is repeated by the runner: an outage rejects nothing and loses nothing.
 * Results come as soon as their scan is prepared; a series of DICOM when its sender says that it is
 * complete, else when nothing new came for a while. A member that comes later makes a new version,
 * whose volumes replace the old ones; a series that is open when the pipeline dies is taken up by
 * the next one.
 *
 * <pre>{@code
 * PCollectionTuple prepared =
 *     notifications.apply(PrepareVolumes.with(StoreOpener.s3(address), address.bucket(), recipe).withScansAtOnce(2));
 * prepared.get(PrepareVolumes.VOLUMES).apply(WriteTopic.of(kafka, Topic.VOLUMES, "ingest"));
 * }</pre>
 */
public final class PrepareVolumes
    extends PTransform<PCollection<KV<String, byte[]>>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Catalogue entries under the keys of topic {@code volumes}. */
  public static final TupleTag<KV<String, VolumeEvent>> VOLUMES =
      new TupleTag<>("volumes") {
        private static final long serialVersionUID = 1L;
      };

  /** Dead letters under the keys of topic {@code rejects}. */
  public static final TupleTag<KV<String, Reject>> REJECTS =
      new TupleTag<>("rejects") {
        private static final long serialVersionUID = 1L;
      };

  static final TupleTag<ScanAnnouncement> ANNOUNCEMENTS =
      new TupleTag<>("announcements") {
        private static final long serialVersionUID = 1L;
      };

  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(10);
  private static final Duration SERIES_QUIET = Duration.ofSeconds(30);
  private static final KvCoder<String, ScanAnnouncement> MEMBER_CODER =
      KvCoder.of(StringUtf8Coder.of(), AnnouncementCoder.of());

  static final TupleTag<ScanAnnouncement> SINGLE =
      new TupleTag<>("single") {
        private static final long serialVersionUID = 1L;
      };

  static final TupleTag<KV<String, ScanAnnouncement>> MEMBERS =
      new TupleTag<>("members") {
        private static final long serialVersionUID = 1L;
      };

  /** How a pipeline prepares; every {@code with} gives a changed copy. */
  private record Settings(
      int scansAtOnce,
      Pseudonyms pseudonyms,
      Patience patience,
      Duration duplicateWindow,
      Duration seriesQuiet)
      implements Serializable {
    Settings {
      Objects.requireNonNull(pseudonyms, "pseudonyms");
      Objects.requireNonNull(patience, "patience");
      Objects.requireNonNull(duplicateWindow, "duplicateWindow");
      if (scansAtOnce < 1) {
        throw new IllegalArgumentException("At least one scan is prepared at once");
      }
      if (seriesQuiet.isNegative() || seriesQuiet.isZero()) {
        throw new IllegalArgumentException("A series is quiet for some time");
      }
    }
  }

  private final StoreOpener opener;
  private final String bucket;
  private final PreparationRecipe recipe;
  private final Settings settings;

  private PrepareVolumes(
      StoreOpener opener, String bucket, PreparationRecipe recipe, Settings settings) {
    this.opener = Objects.requireNonNull(opener, "opener");
    this.bucket = Objects.requireNonNull(bucket, "bucket");
    this.recipe = Objects.requireNonNull(recipe, "recipe");
    this.settings = settings;
  }

  /**
   * Scans and volumes of one bucket.
   *
   * @param bucket its name as announcements have it
   */
  public static PrepareVolumes with(StoreOpener opener, String bucket, PreparationRecipe recipe) {
    return new PrepareVolumes(
        opener,
        bucket,
        recipe,
        new Settings(
            1,
            Pseudonyms.of(UUID.randomUUID().toString()),
            Patience.DEFAULT,
            DUPLICATE_WINDOW,
            SERIES_QUIET));
  }

  /**
   * How many scans share the heap of one worker process; a scan may take its part of it. 1 by
   * default.
   */
  public PrepareVolumes withScansAtOnce(int scans) {
    return with(
        new Settings(
            scans,
            settings.pseudonyms,
            settings.patience,
            settings.duplicateWindow,
            settings.seriesQuiet));
  }

  /**
   * What names patients, studies and series. By default names that no other pipeline gives, so that
   * nobody can turn them back, and that change with each start.
   */
  public PrepareVolumes withPseudonyms(Pseudonyms pseudonyms) {
    return with(
        new Settings(
            settings.scansAtOnce,
            pseudonyms,
            settings.patience,
            settings.duplicateWindow,
            settings.seriesQuiet));
  }

  /** How long a worker waits for a store that is away before it fails. A minute by default. */
  public PrepareVolumes withPatience(Patience wanted) {
    return with(
        new Settings(
            settings.scansAtOnce,
            settings.pseudonyms,
            wanted,
            settings.duplicateWindow,
            settings.seriesQuiet));
  }

  /**
   * How long an announcement is remembered, so that an equal one is dropped. Ten minutes by
   * default.
   */
  public PrepareVolumes withDuplicateWindow(Duration window) {
    return with(
        new Settings(
            settings.scansAtOnce,
            settings.pseudonyms,
            settings.patience,
            window,
            settings.seriesQuiet));
  }

  /**
   * How long nothing new may come before a series counts as complete whose sender does not say so.
   * Half a minute by default.
   */
  public PrepareVolumes withSeriesQuiet(Duration quiet) {
    return with(
        new Settings(
            settings.scansAtOnce,
            settings.pseudonyms,
            settings.patience,
            settings.duplicateWindow,
            quiet));
  }

  private PrepareVolumes with(Settings changed) {
    return new PrepareVolumes(opener, bucket, recipe, changed);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, byte[]>> notifications) {
    PCollectionTuple parsed =
        notifications.apply(
            "Parse notifications",
            ParDo.of(new ParseNotifications())
                .withOutputTags(ANNOUNCEMENTS, TupleTagList.of(REJECTS)));
    parsed.get(ANNOUNCEMENTS).setCoder(AnnouncementCoder.of());
    PCollectionTuple routed =
        parsed
            .get(ANNOUNCEMENTS)
            .apply("Drop duplicates", dropDuplicates())
            .apply(
                "Route",
                ParDo.of(new RouteAnnouncements(bucket))
                    .withOutputTags(SINGLE, TupleTagList.of(MEMBERS)));
    routed.get(SINGLE).setCoder(AnnouncementCoder.of());
    PCollectionTuple scans =
        routed
            .get(SINGLE)
            .apply("Spread over workers", Reshuffle.viaRandomKey())
            .apply(
                "Prepare scans",
                ParDo.of(
                        new PrepareScans(
                            opener,
                            bucket,
                            recipe,
                            settings.scansAtOnce,
                            settings.pseudonyms,
                            settings.patience))
                    .withOutputTags(VOLUMES, TupleTagList.of(REJECTS).and(MEMBERS)));
    PCollectionTuple series = prepareSeries(notifications.getPipeline(), routed, scans);
    PCollection<KV<String, Reject>> rejects =
        PCollectionList.of(withRejectCoder(parsed))
            .and(withRejectCoder(scans))
            .and(withRejectCoder(series))
            .apply("All rejects", Flatten.pCollections());
    PCollection<KV<String, VolumeEvent>> volumes =
        PCollectionList.of(withVolumeCoder(scans))
            .and(withVolumeCoder(series))
            .apply("All volumes", Flatten.pCollections());
    return PCollectionTuple.of(VOLUMES, volumes).and(REJECTS, rejects);
  }

  /**
   * Members that are announced as such, members told by content, and what a run before left open.
   */
  private PCollectionTuple prepareSeries(
      Pipeline pipeline, PCollectionTuple routed, PCollectionTuple scans) {
    PCollection<KV<String, ScanAnnouncement>> pending =
        pipeline
            .apply("Start", Impulse.create())
            .apply("Pending series", ParDo.of(new PendingSeries(opener, bucket, settings.patience)))
            .setCoder(MEMBER_CODER);
    return PCollectionList.of(routed.get(MEMBERS).setCoder(MEMBER_CODER))
        .and(scans.get(MEMBERS).setCoder(MEMBER_CODER))
        .and(pending)
        .apply("All members", Flatten.pCollections())
        .apply(
            "Gather series",
            ParDo.of(new GatherSeries(opener, settings.seriesQuiet, settings.patience)))
        .setCoder(SeriesDue.Coder.of())
        .apply("Spread series over workers", Reshuffle.viaRandomKey())
        .apply(
            "Prepare series",
            ParDo.of(
                    new PrepareSeries(
                        opener,
                        recipe,
                        settings.scansAtOnce,
                        settings.pseudonyms,
                        settings.patience))
                .withOutputTags(VOLUMES, TupleTagList.of(REJECTS)));
  }

  private static PCollection<KV<String, VolumeEvent>> withVolumeCoder(PCollectionTuple outputs) {
    return outputs
        .get(VOLUMES)
        .setCoder(
            KvCoder.of(
                StringUtf8Coder.of(),
                MessageCoder.of(VolumeEvent.class, VolumeEvent::parseDelimitedFrom)));
  }

  private Deduplicate.WithRepresentativeValues<ScanAnnouncement, String> dropDuplicates() {
    return Deduplicate.<ScanAnnouncement, String>withRepresentativeValueFn(Digests::announcement)
        .withRepresentativeCoder(StringUtf8Coder.of())
        .withDuration(org.joda.time.Duration.millis(settings.duplicateWindow.toMillis()));
  }

  private static PCollection<KV<String, Reject>> withRejectCoder(PCollectionTuple outputs) {
    return outputs
        .get(REJECTS)
        .setCoder(
            KvCoder.of(
                StringUtf8Coder.of(), MessageCoder.of(Reject.class, Reject::parseDelimitedFrom)));
  }
}
