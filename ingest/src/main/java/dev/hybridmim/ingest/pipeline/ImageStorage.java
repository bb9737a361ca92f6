package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.content.ContentId;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.OwnedImage;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.ingest.prepare.Orientation;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.ingest.volume.DamagedVolumeException;
import dev.hybridmim.ingest.volume.StoredVolume;
import dev.hybridmim.ingest.volume.VolumeReader;
import dev.hybridmim.ingest.volume.VolumeWriter;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Makes an image a volume of the store, unless the store has that volume already. */
final class ImageStorage {
  private final ObjectStore store;
  private final String recipe;
  private final VolumePreparer preparer;
  private final Clock clock;
  private final StageWatch watch;

  /** Of one recipe; {@code watch} is told of every stage. */
  ImageStorage(
      ObjectStore store, String recipe, VolumePreparer preparer, Clock clock, StageWatch watch) {
    this.store = store;
    this.recipe = recipe;
    this.preparer = preparer;
    this.clock = clock;
    this.watch = watch;
  }

  /**
   * Prepares and writes.
   *
   * @param image released here: nobody else may hold it while it is prepared
   * @param source what it was made from
   * @param reference names the scan in messages; no identifiers
   */
  ScanOutcome.Prepared enter(
      OwnedImage image,
      ScanSource source,
      SubjectPseudonyms subject,
      String reference,
      Instant announcedAt)
      throws UnreadableScanException {
    // Turned here once, so that neither the id nor the preparation has to hold a second copy.
    watch.enter(Stage.ORIENT);
    Image oriented = Orientation.toRas(image.release());
    watch.enter(Stage.HASH);
    String id = ContentId.of(oriented);
    Optional<StoredVolume> existing = existing(id);
    StoredVolume stored;
    if (existing.isPresent()) {
      stored = existing.get();
    } else {
      PreparedVolume prepared = preparer.prepare(oriented, reference, watch);
      stored = VolumeWriter.write(store, id, recipe, prepared, watch);
    }
    return outcome(stored, source, subject, announcedAt, existing.isEmpty());
  }

  /** The outcome of a volume that is in the store, or nothing when it is not, or not whole. */
  Optional<ScanOutcome.Prepared> find(
      String id, ScanSource source, SubjectPseudonyms subject, Instant announcedAt) {
    return existing(id).map(stored -> outcome(stored, source, subject, announcedAt, false));
  }

  private ScanOutcome.Prepared outcome(
      StoredVolume stored,
      ScanSource source,
      SubjectPseudonyms subject,
      Instant announcedAt,
      boolean written) {
    return new ScanOutcome.Prepared(
        CatalogueEvents.recordKey(stored.metadata().id(), source),
        CatalogueEvents.prepared(stored, source, subject, announcedAt, clock.instant()),
        written);
  }

  /** A damaged or incomplete volume counts as none: writing it again repairs it. */
  private Optional<StoredVolume> existing(String id) {
    try {
      return VolumeReader.find(store, VolumeWriter.prefix(id, recipe))
          .filter(VolumeReader::complete)
          .map(VolumeReader::volume);
    } catch (DamagedVolumeException e) {
      return Optional.empty();
    }
  }
}
