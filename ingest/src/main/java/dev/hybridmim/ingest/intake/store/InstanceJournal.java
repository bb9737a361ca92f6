package dev.hybridmim.ingest.intake.store;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * De-identified objects on their way into the store, each a file that is forced to the disk before
 * it counts. Thread-safe.
 *
 * <p>A file's name holds the object's key, length and CRC-32. A file that does not agree with its
 * name was being written when the power went, and nobody was told that it is there.
 */
final class InstanceJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceJournal.class);
  private static final char MARK = '@';
  private static final int PIECE_BYTES = 1 << 20;

  private final Path directory;
  private final FileChannel names;
  private final String start = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong added = new AtomicLong();

  /** Opens a journal. */
  InstanceJournal(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.names = FileChannel.open(directory, StandardOpenOption.READ);
  }

  /**
   * An object in the journal.
   *
   * @param key where it goes in the store
   */
  record Entry(String key, Path file) {
    /** The object; nothing when it was not written to its end. */
    Optional<byte[]> content() throws IOException {
      byte[] content = Files.readAllBytes(file);
      String name = file.getFileName().toString();
      boolean whole = name.startsWith(check(content), name.lastIndexOf(MARK) + 1);
      return whole ? Optional.of(content) : Optional.empty();
    }
  }

  /** Writes an object; on return it survives a loss of power. */
  Entry add(String key, byte[] content) throws IOException {
    // Of two that bring the same object at once neither may replace what the other has forced.
    String name =
        URLEncoder.encode(key, StandardCharsets.UTF_8)
            + MARK
            + check(content)
            + start
            + "-"
            + added.incrementAndGet();
    Path file = directory.resolve(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(content, channel);
      channel.force(true);
    }
    names.force(true);
    return new Entry(key, file);
  }

  /**
   * Piece by piece: what a channel is given it copies into memory outside of the heap, and keeps as
   * much of it for the thread.
   */
  private static void write(byte[] content, FileChannel channel) throws IOException {
    for (int at = 0; at < content.length; at += PIECE_BYTES) {
      ByteBuffer piece = ByteBuffer.wrap(content, at, Math.min(PIECE_BYTES, content.length - at));
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
    }
  }

  /** Everything that is not forgotten. */
  List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        int mark = name.lastIndexOf(MARK);
        if (mark > 0) {
          entries.add(
              new Entry(URLDecoder.decode(name.substring(0, mark), StandardCharsets.UTF_8), file));
        } else {
          LOG.warn("The journal holds a file that is none of its own: {}", file.getFileName());
        }
      }
    }
    return entries;
  }

  void forget(Entry entry) throws IOException {
    Files.deleteIfExists(entry.file());
  }

  private static String check(byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    return content.length + "-" + Long.toHexString(checksum.getValue()) + "-";
  }

  @Override
  public void close() throws IOException {
    names.close();
  }
}
