package dev.hybridmim.evaluator.worker;

import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Names a piece of work by what it depends on: two requests with the same key may go on from each
 * other's checkpoint. Where the weights lie is not part of it, but what they are is; of the task's
 * files it is sizes and times of change.
 */
final class WorkKey {
  private static final int LENGTH = 32;

  private WorkKey() {}

  static String of(WorkRequest request) {
    MessageDigest digest = sha256();
    try {
      add(digest, request.taskDirectory());
      add(digest, Integer.toString(request.fold()));
      add(digest, Json.mapper().writeValueAsString(request.profile()));
      add(digest, Integer.toString(request.overlays()));
      if (request.weights().isPresent()) {
        digest.update(content(Path.of(request.weights().get())));
      }
      addFiles(digest, Path.of(request.taskDirectory()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
  }

  private static void addFiles(MessageDigest digest, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        add(digest, directory.relativize(file).toString());
        add(digest, Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
      }
    }
  }

  private static byte[] content(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream input = new DigestInputStream(Files.newInputStream(file), digest)) {
      input.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return digest.digest();
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256.", exception);
    }
  }
}
