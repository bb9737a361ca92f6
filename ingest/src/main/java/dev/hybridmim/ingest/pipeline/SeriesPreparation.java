package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.dicom.series.AssembledSeries;
import dev.hybridmim.ingest.dicom.series.SeriesAssembler;
import dev.hybridmim.ingest.image.OwnedImage;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.SeriesCompletion;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.scan.SeriesLink;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.ObjectTooLargeException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prepares series by what lies in their folders, so that nothing but the folder has to survive a
 * restart.
 *
 * <p>In: a series that may be due. Out: catalogue entries of its volumes and exclusions of volumes
 * that earlier versions gave; or a dead letter; or nothing, when its sender has announced more
 * instances than there are and they may still come. Repeating it is harmless and costs a listing.
 *
 * <p>Memory: one instance's bytes and what {@link ReadLimits} says for the voxels. One thread at a
 * time.
 */
final class SeriesPreparation {
  private static final int COMPLETION_BYTES = 4096;
  private static final int LINK_BYTES = 64 << 10;
  private static final int REFERENCE_DIGITS = 12;

  private final ObjectStore store;
  private final String recipe;
  private final ImageStorage images;
  private final ReadLimits limits;
  private final Pseudonyms pseudonyms;
  private final Clock clock;
  private final StageWatch watch;

  SeriesPreparation(
      ObjectStore store,
      PreparationRecipe recipe,
      ReadLimits limits,
      Pseudonyms pseudonyms,
      Clock clock,
      StageWatch watch) {
    this.store = store;
    this.recipe = recipe.digest();
    this.images = new ImageStorage(store, this.recipe, recipe.preparer(limits), clock, watch);
    this.limits = limits;
    this.pseudonyms = pseudonyms;
    this.clock = clock;
    this.watch = watch;
  }

  /**
   * Prepares a series, if it is complete.
   *
   * @throws ObjectStoreException when the store is away or refuses
   */
  List<ScanOutcome> prepare(SeriesDue due) {
    watch.enter(Stage.FETCH);
    List<ObjectInfo> members =
        store.list(due.folder()).stream()
            .filter(object -> SeriesKeys.isMember(object.key()))
            .toList();
    ScanSource source = source(due, members);
    try {
      Optional<Integer> told = toldInstances(due.folder());
      if (told.isPresent() && members.size() < told.get()) {
        if (!due.quiet()) {
          return List.of();
        }
        throw new UnreadableScanException(
            RejectReason.INCOMPLETE_SERIES,
            "%s has %d instances of the %d that its sender announced; send the missing ones."
                .formatted(reference(due), members.size(), told.get()));
      }
      return prepare(due, source, members);
    } catch (UnreadableScanException e) {
      return List.of(
          new ScanOutcome.Rejected(
              e.reason(),
              Rejects.of(
                  e.reason(),
                  due.bucket() + "/" + due.folder(),
                  e.getMessage(),
                  source.getEtag(),
                  clock.instant())));
    }
  }

  private List<ScanOutcome> prepare(SeriesDue due, ScanSource source, List<ObjectInfo> members)
      throws UnreadableScanException {
    SeriesRecord record = SeriesRecord.read(store, due.folder());
    Optional<SeriesRecord.Version> known = record.find(source.getEtag(), recipe);
    List<ScanOutcome> outcomes = new ArrayList<>();
    if (known.isPresent()) {
      outcomes.addAll(volumes(known.get(), source, due));
    }
    SeriesRecord.Version version;
    if (known.isPresent() && outcomes.size() == known.get().volumes().size()) {
      version = known.get();
    } else {
      outcomes.clear();
      version = assemble(due, source, members, outcomes);
      // Only after its volumes are whole, and before anybody hears of them.
      record = record.with(version);
      record.write(store, due.folder());
    }
    for (String id : record.replacedBy(version)) {
      outcomes.add(
          new ScanOutcome.Superseded(
              CatalogueEvents.supersededKey(id), CatalogueEvents.superseded(id, due.folder())));
    }
    return outcomes;
  }

  private List<ScanOutcome> volumes(
      SeriesRecord.Version version, ScanSource source, SeriesDue due) {
    SubjectPseudonyms subject = new SubjectPseudonyms(version.subject(), version.study());
    List<ScanOutcome> found = new ArrayList<>();
    for (String id : version.volumes()) {
      images.find(id, source, subject, due.announcedAt()).ifPresent(found::add);
    }
    return found;
  }

  private SeriesRecord.Version assemble(
      SeriesDue due, ScanSource source, List<ObjectInfo> members, List<ScanOutcome> outcomes)
      throws UnreadableScanException {
    String reference = reference(due);
    SeriesAssembler series = new SeriesAssembler(reference, limits);
    for (ObjectInfo member : members) {
      series.add(fetch(member, reference));
    }
    List<AssembledSeries> assembled = series.assemble();
    series = null;
    SubjectPseudonyms subject = SubjectPseudonyms.of(assembled.get(0).identity(), pseudonyms);
    List<String> ids = new ArrayList<>();
    for (AssembledSeries volume : assembled) {
      ScanOutcome.Prepared prepared =
          images.enter(
              new OwnedImage(volume.image()), source, subject, reference, due.announcedAt());
      outcomes.add(prepared);
      ids.add(prepared.event().getPrepared().getId());
    }
    return new SeriesRecord.Version(
        source.getEtag(), recipe, ids, subject.subject(), subject.study());
  }

  private byte[] fetch(ObjectInfo member, String reference) throws UnreadableScanException {
    String key = member.key();
    try {
      if (SeriesKeys.isLink(key)) {
        key =
            SeriesLink.parse(store.get(key, LINK_BYTES))
                .map(SeriesLink::key)
                .orElseThrow(() -> missing(reference));
      }
      return store.get(key, limits.maxBytes());
    } catch (ObjectNotFoundException e) {
      throw missing(reference);
    } catch (ObjectTooLargeException e) {
      throw new UnreadableScanException(
          RejectReason.TOO_LARGE,
          "%s has an instance of more than the %d bytes that fit; give ingest more memory and retry."
              .formatted(reference, limits.maxBytes()),
          e);
    }
  }

  private Optional<Integer> toldInstances(String folder) {
    try {
      return SeriesCompletion.parse(store.get(SeriesKeys.completion(folder), COMPLETION_BYTES))
          .map(SeriesCompletion::instances);
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  private static ScanSource source(SeriesDue due, List<ObjectInfo> members) {
    return ScanSource.newBuilder()
        .setBucket(due.bucket())
        .setKey(due.folder())
        .setEtag(SeriesKeys.version(members))
        .setSize(members.stream().mapToLong(ObjectInfo::size).sum())
        .build();
  }

  private static String reference(SeriesDue due) {
    return "Series "
        + due.folder()
            .substring(SeriesKeys.ROOT.length(), SeriesKeys.ROOT.length() + REFERENCE_DIGITS);
  }

  private static UnreadableScanException missing(String reference) {
    return new UnreadableScanException(
        RejectReason.OBJECT_MISSING,
        reference + " has an instance that is no longer in the store; put it again.");
  }
}
