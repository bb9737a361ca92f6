package dev.hybridmim.local.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Follows a growing file of JSON lines: each call hands over the lines that were finished since the
 * last one.
 */
final class MetricsFile {
  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private long position;
  private Object identity;

  MetricsFile(Path file) {
    this.file = file;
  }

  void poll(Consumer<String> lines) {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      if (content.length() < position || !Objects.equals(now, identity)) {
        // A trainer that goes on after a crash replaces the file by a shorter one, which may have
        // grown since.
        position = 0;
        unfinished.reset();
        identity = now;
      }
      content.seek(position);
      byte[] block = new byte[BLOCK];
      for (int count = content.read(block); count > 0; count = content.read(block)) {
        position += count;
        split(block, count, lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The trainer's metrics " + file + " can't be read", e);
    }
  }

  private void split(byte[] block, int count, Consumer<String> lines) {
    int begin = 0;
    for (int n = 0; n < count; n++) {
      if (block[n] == '\n') {
        unfinished.write(block, begin, n - begin);
        lines.accept(unfinished.toString(StandardCharsets.UTF_8));
        unfinished.reset();
        begin = n + 1;
      }
    }
    unfinished.write(block, begin, count - begin);
  }
}
