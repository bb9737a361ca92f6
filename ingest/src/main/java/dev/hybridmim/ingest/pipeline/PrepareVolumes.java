package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import java.time.Duration;
import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Deduplicate;
import org.apache.beam.sdk.transforms.Flatten;
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
 * waits, then fails and is repeated by the runner: an outage rejects nothing and loses nothing. No
 * aggregation, so results come as soon as their scan is prepared.
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

  private final StoreOpener opener;
  private final String bucket;
  private final PreparationRecipe recipe;
  private final int scansAtOnce;
  private final Patience patience;
  private final Duration duplicateWindow;

  private PrepareVolumes(
      StoreOpener opener,
      String bucket,
      PreparationRecipe recipe,
      int scansAtOnce,
      Patience patience,
      Duration duplicateWindow) {
    this.opener = Objects.requireNonNull(opener, "opener");
    this.bucket = Objects.requireNonNull(bucket, "bucket");
    this.recipe = Objects.requireNonNull(recipe, "recipe");
    this.patience = Objects.requireNonNull(patience, "patience");
    this.duplicateWindow = Objects.requireNonNull(duplicateWindow, "duplicateWindow");
    this.scansAtOnce = scansAtOnce;
    if (scansAtOnce < 1) {
      throw new IllegalArgumentException("At least one scan is prepared at once");
    }
  }

  /**
   * Scans and volumes of one bucket.
   *
   * @param bucket its name as announcements have it
   */
  public static PrepareVolumes with(StoreOpener opener, String bucket, PreparationRecipe recipe) {
    return new PrepareVolumes(opener, bucket, recipe, 1, Patience.DEFAULT, DUPLICATE_WINDOW);
  }

  /**
   * How many scans share the heap of one worker process; a scan may take its part of it. 1 by
   * default.
   */
  public PrepareVolumes withScansAtOnce(int scans) {
    return new PrepareVolumes(opener, bucket, recipe, scans, patience, duplicateWindow);
  }

  /** How long a worker waits for a store that is away before it fails. A minute by default. */
  public PrepareVolumes withPatience(Patience wanted) {
    return new PrepareVolumes(opener, bucket, recipe, scansAtOnce, wanted, duplicateWindow);
  }

  /**
   * How long an announcement is remembered, so that an equal one is dropped. Ten minutes by
   * default.
   */
  public PrepareVolumes withDuplicateWindow(Duration window) {
    return new PrepareVolumes(opener, bucket, recipe, scansAtOnce, patience, window);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, byte[]>> notifications) {
    PCollectionTuple parsed =
        notifications.apply(
            "Parse notifications",
            ParDo.of(new ParseNotifications())
                .withOutputTags(ANNOUNCEMENTS, TupleTagList.of(REJECTS)));
    parsed.get(ANNOUNCEMENTS).setCoder(AnnouncementCoder.of());
    PCollectionTuple prepared =
        parsed
            .get(ANNOUNCEMENTS)
            .apply("Drop duplicates", dropDuplicates())
            .apply("Spread over workers", Reshuffle.viaRandomKey())
            .apply(
                "Prepare scans",
                ParDo.of(new PrepareScans(opener, bucket, recipe, scansAtOnce, patience))
                    .withOutputTags(VOLUMES, TupleTagList.of(REJECTS)));
    PCollection<KV<String, Reject>> rejects =
        PCollectionList.of(withRejectCoder(parsed))
            .and(withRejectCoder(prepared))
            .apply("All rejects", Flatten.pCollections());
    PCollection<KV<String, VolumeEvent>> volumes =
        prepared
            .get(VOLUMES)
            .setCoder(
                KvCoder.of(
                    StringUtf8Coder.of(),
                    MessageCoder.of(VolumeEvent.class, VolumeEvent::parseDelimitedFrom)));
    return PCollectionTuple.of(VOLUMES, volumes).and(REJECTS, rejects);
  }

  private Deduplicate.WithRepresentativeValues<ScanAnnouncement, String> dropDuplicates() {
    return Deduplicate.<ScanAnnouncement, String>withRepresentativeValueFn(Digests::announcement)
        .withRepresentativeCoder(StringUtf8Coder.of())
        .withDuration(org.joda.time.Duration.millis(duplicateWindow.toMillis()));
  }

  private static PCollection<KV<String, Reject>> withRejectCoder(PCollectionTuple outputs) {
    return outputs
        .get(REJECTS)
        .setCoder(
            KvCoder.of(
                StringUtf8Coder.of(), MessageCoder.of(Reject.class, Reject::parseDelimitedFrom)));
  }
}
