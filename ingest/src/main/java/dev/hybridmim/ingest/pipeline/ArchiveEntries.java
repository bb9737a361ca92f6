package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * The files in an archive of the store, one after the other, as often as wanted; nothing is written
 * anywhere. An archive is believed in nothing: names that lead out of it, more than {@value
 * #MAX_ENTRIES} entries or an expansion of more than {@value #MAX_EXPANSION} times are refused.
 */
final class ArchiveEntries {
  static final int MAX_ENTRIES = 100_000;
  static final int MAX_EXPANSION = 200;

  private static final long ALWAYS_ALLOWED_BYTES = 64L << 20;

  private final ObjectStore store;
  private final String key;
  private final long size;
  private final ScanKind kind;
  private final String reference;

  ArchiveEntries(ObjectStore store, String key, long size, ScanKind kind, String reference) {
    this.store = store;
    this.key = key;
    this.size = size;
    this.kind = kind;
    this.reference = reference;
  }

  /** Looks at a file. */
  interface Visitor {
    /**
     * Looks at it.
     *
     * @param number of the entry, counted from 1, the same at every pass
     * @param name within the archive; it may identify a patient
     * @param content need not be read to its end
     */
    void visit(int number, String name, InputStream content)
        throws IOException, UnreadableScanException;
  }

  /**
   * Passes through the archive.
   *
   * @throws UnreadableScanException when it is corrupt or not safe, or the visitor refuses
   */
  void forEach(Visitor visitor) throws UnreadableScanException {
    try (InputStream stored = StoredScan.open(store, key, size);
        InputStream plain =
            kind == ScanKind.PACKED_TAR
                ? new BoundedStream(new GZIPInputStream(stored), budget())
                : stored;
        ArchiveInputStream<?> archive = open(plain)) {
      AtomicLong budget = budget();
      int number = 0;
      for (ArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        number++;
        if (number > MAX_ENTRIES) {
          throw unsafe("has more than " + MAX_ENTRIES + " entries");
        }
        requireInside(entry.getName());
        if (isFile(entry)) {
          if (!archive.canReadEntryData(entry)) {
            throw corrupt("has an entry that is encrypted or packed in an unusual way", null);
          }
          InputStream content = new BoundedStream(new Unclosed(archive), budget);
          visitor.visit(number, entry.getName(), content);
          // What the visitor has left is unpacked in any case, and counts.
          content.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (TooMuchException e) {
      throw unsafe("expands to more than " + MAX_EXPANSION + " times its size");
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt("can't be unpacked", e);
    }
  }

  private ArchiveInputStream<?> open(InputStream plain) {
    return kind == ScanKind.ZIP
        ? new ZipArchiveInputStream(plain, "UTF-8", true, true)
        : new TarArchiveInputStream(plain);
  }

  private static boolean isFile(ArchiveEntry entry) {
    return !entry.isDirectory() && (!(entry instanceof TarArchiveEntry tar) || tar.isFile());
  }

  /** Nothing is written by these names, but an archive that has them is made to do harm. */
  private void requireInside(String name) throws UnreadableScanException {
    String path = name.replace('\\', '/');
    boolean outside = path.startsWith("/") || path.matches("[A-Za-z]:.*");
    for (String part : path.split("/")) {
      outside |= part.equals("..");
    }
    if (outside) {
      throw unsafe("has names that lead out of it");
    }
  }

  private UnreadableScanException unsafe(String what) {
    return new UnreadableScanException(
        RejectReason.UNSAFE_ARCHIVE,
        "%s is an archive that %s; send its content by itself.".formatted(reference, what));
  }

  private UnreadableScanException corrupt(String what, Throwable cause) {
    return new UnreadableScanException(
        RejectReason.CORRUPT_ARCHIVE,
        "%s is an archive that %s; pack it again.".formatted(reference, what),
        cause);
  }

  private AtomicLong budget() {
    return new AtomicLong(Math.max(ALWAYS_ALLOWED_BYTES, size * MAX_EXPANSION));
  }

  /** Counts unpacked bytes, against a budget that all entries share. */
  private static final class BoundedStream extends FilterInputStream {
    private final AtomicLong left;

    BoundedStream(InputStream in, AtomicLong left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = in.read(into, offset, length);
      count(Math.max(0, read));
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = in.skip(bytes);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) throws IOException {
      if (left.addAndGet(-bytes) < 0) {
        throw new TooMuchException();
      }
    }
  }

  /** An entry ends without the archive. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The archive goes on behind this entry.
    }
  }

  private static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
