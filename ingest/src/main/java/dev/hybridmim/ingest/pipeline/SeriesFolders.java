package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomException.Problem;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.series.SeriesAssembler;
import dev.hybridmim.ingest.dicom.series.UnreadableDicom;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.scan.SeriesLink;
import dev.hybridmim.platform.store.ObjectStore;

/** Links instances that lie under keys of their own into the folders of their series. */
final class SeriesFolders {
  /** Headers are mostly shorter; each further attempt reads eight times as much. */
  private static final int FIRST_BYTES = 32 << 10;

  private static final int GROWTH = 8;

  private final ObjectStore store;
  private final Pseudonyms pseudonyms;
  private final ReadLimits limits;

  SeriesFolders(ObjectStore store, Pseudonyms pseudonyms, ReadLimits limits) {
    this.store = store;
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  /**
   * Links an instance; doing it again changes nothing.
   *
   * @return the folder of its series
   */
  String adopt(ScanSource source, String reference) throws UnreadableScanException {
    DataSet header = header(source, reference);
    String sopClass = header.text(Tag.SOP_CLASS_UID).orElse("");
    if (!SeriesAssembler.isScan(sopClass)) {
      throw new UnreadableScanException(
          RejectReason.UNSUPPORTED_OBJECT,
          reference
              + " is an object of the kind "
              + SopClasses.name(sopClass).orElse("unknown")
              + ", and CT, MR and PET images are prepared; leave it away.");
    }
    String series = header.text(Tag.SERIES_INSTANCE_UID).orElse("");
    if (series.isEmpty()) {
      throw new UnreadableScanException(
          RejectReason.CORRUPT_DICOM,
          reference + " is an image without a series; export it again.");
    }
    String folder = SeriesKeys.folder(pseudonyms.series(series));
    // With the mark of its content: another one makes another version of the series.
    String link = SeriesKeys.link(folder, pseudonyms.object(source.getKey()));
    byte[] content = new SeriesLink(source.getKey(), source.getEtag()).toJson();
    store.put(link, content, "application/json");
    return folder;
  }

  private DataSet header(ScanSource source, String reference) throws UnreadableScanException {
    long size = source.getSize();
    long length = Math.min(size, FIRST_BYTES);
    while (true) {
      byte[] beginning = store.getRange(source.getKey(), 0, Math.toIntExact(length));
      try {
        return DicomReader.readHeader(
                beginning, DicomLimits.DEFAULT.withMaxBytes(limits.maxBytes()))
            .dataSet();
      } catch (DicomException e) {
        if (e.problem() != Problem.TRUNCATED || length == size) {
          throw UnreadableDicom.of(e, reference, "its header");
        }
        length = Math.min(size, length * GROWTH);
      }
    }
  }
}
