package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomException.Problem;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.series.AssembledSeries;
import dev.hybridmim.ingest.dicom.series.SeriesAssembler;
import dev.hybridmim.ingest.image.OwnedImage;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.nifti.NiftiVolumes;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanParts;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Prepares the scans of an archive: each series of DICOM, each file and pair of NIfTI. Other files
 * in it are passed over.
 *
 * <p>Memory: one series or file at a time. The archive is passed through once to see what is in it
 * and once more for each series and pair, so that nothing has to be kept.
 */
final class ArchivePreparation {
  private final ObjectStore store;
  private final ImageStorage images;
  private final ReadLimits limits;
  private final Pseudonyms pseudonyms;
  private final NiftiVolumes volumes;
  private final Clock clock;
  private final StageWatch watch;

  ArchivePreparation(
      ObjectStore store,
      ImageStorage images,
      ReadLimits limits,
      Pseudonyms pseudonyms,
      NiftiVolumes volumes,
      Clock clock,
      StageWatch watch) {
    this.store = store;
    this.images = images;
    this.limits = limits;
    this.pseudonyms = pseudonyms;
    this.volumes = volumes;
    this.clock = clock;
    this.watch = watch;
  }

  /** What stands in an archive, by the numbers of its entries. */
  private static final class Contents {
    private final Map<String, Set<Integer>> series = new LinkedHashMap<>();
    private final Set<Integer> files = new TreeSet<>();
    private final Map<String, Integer> headers = new LinkedHashMap<>();
    private final Map<String, Integer> images = new HashMap<>();

    int scans() {
      return series.size() + files.size() + headers.size();
    }
  }

  /**
   * Prepares an archive.
   *
   * @throws UnreadableScanException when it is none that can be read, or holds no scan
   */
  ScanOutcome prepare(ScanSource source, ScanKind kind, String reference, Instant announcedAt)
      throws UnreadableScanException {
    ArchiveEntries entries =
        new ArchiveEntries(store, source.getKey(), source.getSize(), kind, reference);
    Contents contents = look(entries);
    if (contents.scans() == 0) {
      throw new UnreadableScanException(
          RejectReason.EMPTY_ARCHIVE,
          reference + " is an archive without a scan of DICOM or NIfTI; leave it away.");
    }
    List<ScanOutcome> outcomes = new ArrayList<>();
    for (Map.Entry<String, Set<Integer>> series : contents.series.entrySet()) {
      String name = pseudonyms.series(series.getKey());
      attempt(
          outcomes,
          source,
          name,
          () -> series(entries, series.getValue(), source, reference, announcedAt, outcomes));
    }
    for (int file : contents.files) {
      attempt(
          outcomes,
          source,
          "entry-" + file,
          () ->
              entries.forEach(
                  (number, name, content) -> {
                    if (number == file) {
                      NiftiReader.readVolumes(
                          content,
                          -1,
                          reference + " entry " + file,
                          limits,
                          volumes,
                          taker(source, reference, announcedAt, outcomes),
                          watch);
                    }
                  }));
    }
    for (Map.Entry<String, Integer> header : contents.headers.entrySet()) {
      attempt(
          outcomes,
          source,
          "entry-" + header.getValue(),
          () -> pair(entries, header, contents, source, reference, announcedAt, outcomes));
    }
    return withWholeReject(outcomes, source, reference);
  }

  private interface Attempt {
    void run() throws UnreadableScanException;
  }

  /** A scan that can't be prepared does not keep the archive's others away. */
  private void attempt(
      List<ScanOutcome> outcomes, ScanSource source, String part, Attempt attempt) {
    try {
      attempt.run();
    } catch (UnreadableScanException e) {
      String reference = ScanParts.part(source.getBucket() + "/" + source.getKey(), part);
      Reject reject =
          Rejects.of(e.reason(), reference, e.getMessage(), source.getEtag(), clock.instant());
      outcomes.add(new ScanOutcome.Rejected(e.reason(), reject));
    }
  }

  /**
   * An archive that gave no volume is rejected as a whole as well: every announcement is decided.
   */
  private ScanOutcome withWholeReject(
      List<ScanOutcome> outcomes, ScanSource source, String reference) {
    if (outcomes.stream().noneMatch(ScanOutcome.Prepared.class::isInstance)) {
      ScanOutcome.Rejected first = (ScanOutcome.Rejected) outcomes.get(0);
      outcomes.add(
          new ScanOutcome.Rejected(
              first.reason(),
              Rejects.of(
                  first.reason(),
                  source.getBucket() + "/" + source.getKey(),
                  "%s is an archive of %d scans, and none can be prepared; see the rejects of its parts."
                      .formatted(reference, outcomes.size()),
                  source.getEtag(),
                  clock.instant())));
    }
    return new ScanOutcome.Several(outcomes);
  }

  private Contents look(ArchiveEntries entries) throws UnreadableScanException {
    Contents contents = new Contents();
    entries.forEach(
        (number, name, content) -> {
          byte[] head = content.readNBytes(ScanKind.HEAD_BYTES);
          if (DicomReader.isDicom(head)) {
            lookAtDicom(number, head, content, contents);
          } else if (NiftiReader.isHeaderOfPair(head)) {
            contents.headers.put(stem(name), number);
          } else if (isImageOfPair(name)) {
            contents.images.put(stem(name), number);
          } else if (isNifti(head)) {
            contents.files.add(number);
          }
        });
    return contents;
  }

  private void lookAtDicom(int number, byte[] head, InputStream content, Contents contents)
      throws IOException {
    byte[] beginning = head;
    while (true) {
      try {
        DataSet header =
            DicomReader.readHeader(beginning, DicomLimits.DEFAULT.withMaxBytes(limits.maxBytes()))
                .dataSet();
        if (SeriesAssembler.isScan(header.text(Tag.SOP_CLASS_UID).orElse(""))) {
          contents
              .series
              .computeIfAbsent(
                  header.text(Tag.SERIES_INSTANCE_UID).orElse(""), uid -> new TreeSet<>())
              .add(number);
        }
        return;
      } catch (DicomException e) {
        byte[] more =
            e.problem() == Problem.TRUNCATED && beginning.length <= limits.maxBytes() / 4
                ? content.readNBytes(3 * beginning.length)
                : new byte[0];
        if (more.length == 0) {
          // As a series of its own it is refused with what is wrong.
          contents.series.put("entry " + number, new TreeSet<>(Set.of(number)));
          return;
        }
        byte[] longer = Arrays.copyOf(beginning, beginning.length + more.length);
        System.arraycopy(more, 0, longer, beginning.length, more.length);
        beginning = longer;
      }
    }
  }

  private void series(
      ArchiveEntries entries,
      Set<Integer> members,
      ScanSource source,
      String reference,
      Instant announcedAt,
      List<ScanOutcome> outcomes)
      throws UnreadableScanException {
    SeriesAssembler series = new SeriesAssembler(reference, limits);
    entries.forEach(
        (number, name, content) -> {
          if (members.contains(number)) {
            byte[] object =
                content.readNBytes((int) Math.min(limits.maxBytes() + 1, Integer.MAX_VALUE - 16L));
            series.add(object);
          }
        });
    for (AssembledSeries volume : series.assemble()) {
      outcomes.add(
          images.enter(
              new OwnedImage(volume.image()),
              source,
              SubjectPseudonyms.of(volume.identity(), pseudonyms),
              reference,
              announcedAt));
    }
  }

  /** The header is kept, which is small, and the image comes before or behind it. */
  private void pair(
      ArchiveEntries entries,
      Map.Entry<String, Integer> header,
      Contents contents,
      ScanSource source,
      String reference,
      Instant announcedAt,
      List<ScanOutcome> outcomes)
      throws UnreadableScanException {
    Integer image = contents.images.get(header.getKey());
    if (image == null) {
      throw new UnreadableScanException(
          RejectReason.INCOMPLETE_PAIR,
          "%s has a header of NIfTI (entry %d) without its image; pack both."
              .formatted(reference, header.getValue()));
    }
    byte[][] headerBytes = new byte[1][];
    entries.forEach(
        (number, name, content) -> {
          if (number == header.getValue()) {
            headerBytes[0] = content.readNBytes(ScanKind.HEAD_BYTES);
          }
        });
    entries.forEach(
        (number, name, content) -> {
          if (number == image) {
            NiftiReader.readPair(
                new ByteArrayInputStream(headerBytes[0]),
                content,
                reference + " entry " + header.getValue(),
                limits,
                volumes,
                taker(source, reference, announcedAt, outcomes),
                watch);
          }
        });
  }

  private NiftiReader.ImageTaker taker(
      ScanSource source, String reference, Instant announcedAt, List<ScanOutcome> outcomes) {
    return image ->
        outcomes.add(
            images.enter(image, source, SubjectPseudonyms.UNKNOWN, reference, announcedAt));
  }

  private static boolean isNifti(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    int little = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int big = Integer.reverseBytes(little);
    boolean packed = head[0] == 0x1f && (head[1] & 0xff) == 0x8b;
    return packed || little == 348 || little == 540 || big == 348 || big == 540;
  }

  private static boolean isImageOfPair(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".img") || lower.endsWith(".img.gz");
  }

  private static String stem(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("\\.(hdr|img)(\\.gz)?$", "");
  }
}
