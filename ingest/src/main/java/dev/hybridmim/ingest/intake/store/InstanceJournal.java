package dev.hybridmim.ingest.intake.store;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * De-identified objects on their way into the store, each a file that is forced to the disk before
 * it counts. Thread-safe.
 */
final class InstanceJournal {
  private static final String DRAFT = ".part";

  private final Path directory;
  private final AtomicLong drafts = new AtomicLong();

  /** Opens a journal; drafts that a kill has left are deleted. */
  InstanceJournal(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    for (Path file : files()) {
      if (file.toString().endsWith(DRAFT)) {
        Files.delete(file);
      }
    }
  }

  /**
   * An object in the journal.
   *
   * @param key where it goes in the store
   */
  record Entry(String key, Path file) {
    byte[] content() throws IOException {
      return Files.readAllBytes(file);
    }
  }

  /** Writes an object; on return it survives a loss of power. */
  Entry add(String key, byte[] content, String digest) throws IOException {
    Path file = directory.resolve(URLEncoder.encode(key, StandardCharsets.UTF_8) + "@" + digest);
    Path draft = directory.resolve("draft-" + drafts.incrementAndGet() + DRAFT);
    try (FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
    return new Entry(key, file);
  }

  /** Everything that is not forgotten. */
  List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      int mark = name.lastIndexOf('@');
      if (mark > 0) {
        entries.add(
            new Entry(URLDecoder.decode(name.substring(0, mark), StandardCharsets.UTF_8), file));
      }
    }
    return entries;
  }

  void forget(Entry entry) throws IOException {
    Files.deleteIfExists(entry.file());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
