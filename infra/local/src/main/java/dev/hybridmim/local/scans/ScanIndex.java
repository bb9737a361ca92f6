package dev.hybridmim.local.scans;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.platform.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which file became which object, kept through restarts; the format is in this package's
 * documentation. It is held in memory as well, some hundred bytes a scan. Safe for use by several
 * threads.
 */
public final class ScanIndex {
  private final Path file;
  private final Map<String, ScanEntry> entries;
  private long seen;

  private ScanIndex(Path file, Map<String, ScanEntry> entries, long seen) {
    this.file = file;
    this.entries = entries;
    this.seen = seen;
  }

  /**
   * Opens an index, making it when it is not there.
   *
   * @throws RunException when a line in the middle of it is damaged
   */
  public static ScanIndex open(Path file) {
    try {
      PrivateFiles.createFile(file);
      cutTornLine(file);
      // Before reading: what is appended meanwhile is then read twice, and not missed.
      long seen = Files.size(file);
      return new ScanIndex(file, read(file), seen);
    } catch (IOException e) {
      throw new UncheckedIOException("The index of scans " + file + " can't be used", e);
    }
  }

  /** What is known of an object, also by another process that has added it since. */
  public Optional<ScanEntry> find(String key) {
    ScanEntry known = entries.get(key);
    if (known == null && refresh()) {
      known = entries.get(key);
    }
    return Optional.ofNullable(known);
  }

  /**
   * Other objects that a file became before its content was changed.
   *
   * @param key of the object that it is now
   */
  List<ScanEntry> earlier(String path, String key) {
    refresh();
    return entries.values().stream()
        .filter(entry -> entry.path().equals(path) && !entry.key().equals(key))
        .toList();
  }

  /** Reads whole lines that were appended since; whether there were any. */
  private synchronized boolean refresh() {
    try {
      long size = Files.size(file);
      if (size <= seen) {
        return false;
      }
      byte[] appended = new byte[Math.toIntExact(size - seen)];
      try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
        content.seek(seen);
        content.readFully(appended);
      }
      int end = appended.length;
      while (end > 0 && appended[end - 1] != '\n') {
        end--;
      }
      new String(appended, 0, end, StandardCharsets.UTF_8)
          .lines()
          .map(line -> parse(line, file, 0))
          .forEach(entry -> entries.put(entry.key(), entry));
      seen += end;
      return end > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("The index of scans " + file + " can't be read", e);
    }
  }

  /** How many objects are known. */
  public int size() {
    return entries.size();
  }

  /** Adds an object that was put and announced, or replaces what was known of it. */
  public synchronized void add(ScanEntry entry) {
    try {
      String line = Json.mapper().writeValueAsString(entry) + "\n";
      Files.writeString(file, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RunException(
          "The index of scans " + file + " can't be written: " + e.getMessage(), e);
    }
    entries.put(entry.key(), entry);
  }

  private static Map<String, ScanEntry> read(Path file) throws IOException {
    Map<String, ScanEntry> entries = new ConcurrentHashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        ScanEntry entry = parse(line, file, number);
        entries.put(entry.key(), entry);
      }
    }
    return entries;
  }

  private static ScanEntry parse(String line, Path file, int number) {
    try {
      return Json.mapper().readValue(line, ScanEntry.class);
    } catch (JsonProcessingException e) {
      // Without the cause: it quotes the line, which holds a file name.
      throw new RunException(
          "Line "
              + number
              + " of the index of scans "
              + file
              + " is damaged: move the file away, and every scan is put and announced again.");
    }
  }

  /** A kill in the middle of an append leaves a line without its end. */
  private static void cutTornLine(Path file) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      long end = content.length();
      while (end > 0) {
        content.seek(end - 1);
        if (content.read() == '\n') {
          break;
        }
        end--;
      }
      if (end < content.length()) {
        content.setLength(end);
      }
    }
  }
}
