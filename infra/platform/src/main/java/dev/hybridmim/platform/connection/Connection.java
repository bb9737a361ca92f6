package dev.hybridmim.platform.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Kafka and the object store of one platform.
 *
 * @param siteSecret keys the pseudonyms of patients and their studies; never empty
 */
public record Connection(KafkaAddress kafka, StoreAddress store, String siteSecret)
    implements Serializable {
  public Connection {
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(store, "store");
    // A file without one: the store's secret is as secret, and there.
    siteSecret = siteSecret == null || siteSecret.isEmpty() ? store.secretKey() : siteSecret;
  }

  /** Without a secret of the site's own: the store's keys the pseudonyms. */
  public Connection(KafkaAddress kafka, StoreAddress store) {
    this(kafka, store, "");
  }

  /**
   * Reads a connection file.
   *
   * @throws InvalidConnectionException when the file is missing or is not a connection file
   */
  public static Connection read(Path file) {
    try {
      return Json.mapper().readValue(Files.readAllBytes(file), Connection.class);
    } catch (NoSuchFileException e) {
      throw new InvalidConnectionException(
          "There is no connection file "
              + file
              + ". The launcher writes one into its home directory.",
          e);
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the source and with it the secrets.
      e.clearLocation();
      throw new InvalidConnectionException(
          file + " is not a connection file: it needs the objects `kafka` and `store`.", null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the file in one step, readable and writable by its owner only where the file system
   * knows owners.
   */
  public void write(Path file) {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try {
      Files.deleteIfExists(draft);
      if (Files.getFileStore(file.toAbsolutePath().getParent())
          .supportsFileAttributeView("posix")) {
        Files.createFile(
            draft,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.write(draft, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "Connection[kafka=" + kafka + ", store=" + store + "]";
  }
}
