package dev.hybridmim.local.scans;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomException.Problem;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.series.SeriesAssembler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which files are images of DICOM series: told by content, since such files have any name and often
 * no ending. What was read of a file is remembered until it changes. For one thread.
 */
final class DicomFiles {
  private static final int MARK_BYTES = 132;
  private static final int FIRST_BYTES = 32 << 10;
  private static final int MOST_BYTES = 64 << 20;
  private static final int GROWTH = 8;

  private final Map<Path, Known> known = new HashMap<>();

  /** Empty where the file is no image of a series. */
  private record Known(long size, long modified, Optional<String> series) {}

  /** The series that a file belongs to, by its instance UID, which must not leave this process. */
  Optional<String> seriesInstanceUid(ScanFile file) {
    Known before = known.get(file.path());
    if (before != null && before.size() == file.size() && before.modified() == file.modified()) {
      return before.series();
    }
    Optional<String> series;
    try {
      series = read(file.path(), file.size());
    } catch (IOException e) {
      // It went away or may not be read: the next look tells, or counts it as unreadable.
      return Optional.empty();
    }
    known.put(file.path(), new Known(file.size(), file.modified(), series));
    return series;
  }

  private static Optional<String> read(Path file, long size) throws IOException {
    if (size < MARK_BYTES) {
      return Optional.empty();
    }
    try (InputStream content = Files.newInputStream(file)) {
      if (!DicomReader.isDicom(content.readNBytes(MARK_BYTES))) {
        return Optional.empty();
      }
    }
    for (long length = Math.min(size, FIRST_BYTES); ; length = Math.min(size, length * GROWTH)) {
      try (InputStream content = Files.newInputStream(file)) {
        byte[] beginning = content.readNBytes(Math.toIntExact(Math.min(length, MOST_BYTES)));
        DataSet header = DicomReader.readHeader(beginning, DicomLimits.DEFAULT).dataSet();
        boolean scan = SeriesAssembler.isScan(header.text(Tag.SOP_CLASS_UID).orElse(""));
        return scan ? header.text(Tag.SERIES_INSTANCE_UID) : Optional.empty();
      } catch (DicomException e) {
        if (e.problem() != Problem.TRUNCATED || length >= Math.min(size, MOST_BYTES)) {
          return Optional.empty();
        }
      }
    }
  }
}
