package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.nifti.NiftiVolumes;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One announced object after the other: fetch, tell by content what it is, read, prepare, store. An
 * instance of DICOM is handed to its series, which is prepared when it is complete.
 *
 * <p>In: an announcement. Out: a catalogue entry of a volume that is completely in the store, or a
 * dead letter that says why there is none. Repeating it is harmless: the volume is found by its
 * content and not written again. A store that is away is neither of the two and comes as an {@link
 * ObjectStoreException}.
 *
 * <p>Memory: what {@link ReadLimits} says for a scan's voxels; its bytes are read as a stream. One
 * thread at a time.
 */
public final class ScanPreparation {
  private static final int REFERENCE_DIGITS = 12;

  private final ObjectStore store;
  private final String bucket;
  private final ImageStorage images;
  private final SeriesFolders series;
  private final ArchivePreparation archives;
  private final NiftiVolumes volumes;
  private final ReadLimits limits;
  private final Clock clock;
  private final StageWatch watch;

  /**
   * Prepares scans of one bucket.
   *
   * @param bucket the store's; scans announced in another one are rejected
   */
  ScanPreparation(
      ObjectStore store,
      String bucket,
      PreparationRecipe recipe,
      ReadLimits limits,
      Pseudonyms pseudonyms,
      Clock clock) {
    this(store, bucket, recipe, limits, pseudonyms, clock, StageWatch.NONE);
  }

  /**
   * Prepares scans of one bucket and says what it is doing.
   *
   * @param watch is told of every stage
   */
  public ScanPreparation(
      ObjectStore store,
      String bucket,
      PreparationRecipe recipe,
      ReadLimits limits,
      Pseudonyms pseudonyms,
      Clock clock,
      StageWatch watch) {
    this.watch = watch;
    this.store = Objects.requireNonNull(store, "store");
    this.bucket = Objects.requireNonNull(bucket, "bucket");
    this.images = new ImageStorage(store, recipe.digest(), recipe.preparer(limits), clock, watch);
    this.series = new SeriesFolders(store, pseudonyms, limits);
    this.volumes = recipe.volumes();
    this.archives =
        new ArchivePreparation(store, images, limits, pseudonyms, volumes, clock, watch);
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Prepares a scan.
   *
   * @throws ObjectStoreException when the store is away or refuses
   */
  public ScanOutcome prepare(ScanAnnouncement announcement) {
    String eTag = announcement.eTag();
    try {
      requireOwnBucket(announcement);
      ObjectInfo object = locate(announcement);
      eTag = object.eTag();
      ScanSource source = source(announcement, object);
      String reference = reference(source);
      return read(source, reference, announcement);
    } catch (UnreadableScanException e) {
      return new ScanOutcome.Rejected(
          e.reason(),
          Rejects.of(e.reason(), announcement.reference(), e.getMessage(), eTag, clock.instant()));
    }
  }

  private void requireOwnBucket(ScanAnnouncement announcement) throws UnreadableScanException {
    if (!announcement.bucket().equals(bucket)) {
      throw new UnreadableScanException(
          RejectReason.FOREIGN_BUCKET,
          "The scan was announced in another bucket than the platform's, "
              + bucket
              + "; put it there or let that bucket have a platform of its own.");
    }
  }

  private ObjectInfo locate(ScanAnnouncement announcement) throws UnreadableScanException {
    Optional<ObjectInfo> object = store.stat(announcement.key());
    return object.orElseThrow(ScanPreparation::missing);
  }

  private ScanOutcome read(ScanSource source, String reference, ScanAnnouncement announcement)
      throws UnreadableScanException {
    watch.enter(Stage.FETCH);
    try (PushbackInputStream stored =
        new PushbackInputStream(
            StoredScan.open(store, source.getKey(), source.getSize()), ScanKind.HEAD_BYTES)) {
      byte[] head = stored.readNBytes(ScanKind.HEAD_BYTES);
      stored.unread(head);
      ScanKind kind = ScanKind.of(head);
      return switch (kind) {
        case DICOM -> new ScanOutcome.Member(series.adopt(source, reference));
        case ZIP, TAR, PACKED_TAR ->
            archives.prepare(source, kind, reference, announcement.eventTime());
        case NIFTI -> nifti(stored, head, source, reference, announcement.eventTime());
      };
    } catch (ObjectNotFoundException e) {
      throw missing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ScanOutcome nifti(
      InputStream stored, byte[] head, ScanSource source, String reference, Instant announcedAt)
      throws IOException, UnreadableScanException {
    if (source.getSize() > limits.maxBytes()) {
      throw new UnreadableScanException(
          RejectReason.TOO_LARGE,
          "%s has %d bytes, more than the %d that fit; give ingest more memory and retry."
              .formatted(reference, source.getSize(), limits.maxBytes()));
    }
    List<ScanOutcome> outcomes = new ArrayList<>();
    NiftiPair pair = NiftiPair.of(store, source.getKey(), head);
    if (pair != null) {
      try (InputStream headerStream = pair.openHeader(reference);
          InputStream imageStream = pair.openImage(reference)) {
        NiftiReader.readPair(
            headerStream,
            imageStream,
            reference,
            limits,
            volumes,
            taker(pair.source(source), reference, announcedAt, outcomes),
            watch);
      }
    } else {
      NiftiReader.readVolumes(
          stored,
          source.getSize(),
          reference,
          limits,
          volumes,
          taker(source, reference, announcedAt, outcomes),
          watch);
    }
    return outcomes.size() == 1 ? outcomes.get(0) : new ScanOutcome.Several(outcomes);
  }

  private NiftiReader.ImageTaker taker(
      ScanSource source, String reference, Instant announcedAt, List<ScanOutcome> outcomes) {
    return image ->
        outcomes.add(
            images.enter(image, source, SubjectPseudonyms.UNKNOWN, reference, announcedAt));
  }

  private static ScanSource source(ScanAnnouncement announcement, ObjectInfo object) {
    return ScanSource.newBuilder()
        .setBucket(announcement.bucket())
        .setKey(announcement.key())
        .setEtag(object.eTag())
        .setVersionId(announcement.versionId())
        .setSize(object.size())
        .build();
  }

  /** Messages reach logs, and keys may hold names. */
  private static String reference(ScanSource source) {
    String digest = Digests.scan(source.getBucket(), source.getKey(), source.getEtag());
    return "Scan " + digest.substring(0, REFERENCE_DIGITS);
  }

  private static UnreadableScanException missing() {
    return new UnreadableScanException(
        RejectReason.OBJECT_MISSING,
        "The announced object is no longer in the store; put it again if it is still wanted.");
  }
}
