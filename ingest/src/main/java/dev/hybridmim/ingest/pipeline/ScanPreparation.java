package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.ingest.nifti.NiftiReader;
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
      if (source.getSize() > limits.maxBytes()) {
        throw new UnreadableScanException(
            RejectReason.TOO_LARGE,
            "%s has %d bytes, more than the %d that fit; give ingest more memory and retry."
                .formatted(reference, source.getSize(), limits.maxBytes()));
      }
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
      return switch (ScanKind.of(head)) {
        case DICOM -> new ScanOutcome.Member(series.adopt(source, reference));
        case NIFTI, ZIP, TAR, PACKED_TAR -> nifti(stored, source, reference, announcement);
      };
    } catch (ObjectNotFoundException e) {
      throw missing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ScanOutcome nifti(
      InputStream stored, ScanSource source, String reference, ScanAnnouncement announcement)
      throws IOException, UnreadableScanException {
    Image image = NiftiReader.read(stored, source.getSize(), reference, limits, watch);
    return images.enter(
        image, source, SubjectPseudonyms.UNKNOWN, reference, announcement.eventTime());
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
