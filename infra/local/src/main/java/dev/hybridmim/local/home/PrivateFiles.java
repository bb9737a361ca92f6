package dev.hybridmim.local.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Files and directories that only their owner may read, where the file system knows owners. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** Makes a directory that is not there yet, with its parents. */
  public static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Files.createDirectory(directory, attributes(parent, OWNER_DIRECTORY));
  }

  /** Makes a directory and whatever it holds into an empty directory. */
  public static void emptyDirectory(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> tree = Files.walk(directory)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    createDirectory(directory);
  }

  /** Makes an empty file that is not there yet. */
  public static void createFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, attributes(file.toAbsolutePath().getParent(), OWNER_FILE));
    }
  }

  /** Writes a value as JSON in one step: a reader sees the old file or the whole new one. */
  public static void writeJson(Path file, Object value) {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try {
      Files.deleteIfExists(draft);
      createFile(draft);
      Files.write(draft, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be written", e);
    }
  }

  /**
   * Reads a value that {@link #writeJson} wrote.
   *
   * @throws RunException when the file is not what it should be
   */
  public static <T> T readJson(Path file, Class<T> type) {
    try {
      return Json.mapper().readValue(Files.readAllBytes(file), type);
    } catch (JsonProcessingException e) {
      // Without the cause: a parser's message quotes the source, which may hold secrets.
      throw new RunException(
          "The file " + file + " is damaged: restore it, or begin with another --home.");
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be read", e);
    }
  }

  private static FileAttribute<?>[] attributes(Path directory, Set<PosixFilePermission> permissions)
      throws IOException {
    FileStore fileSystem = Files.getFileStore(directory);
    return fileSystem.supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
