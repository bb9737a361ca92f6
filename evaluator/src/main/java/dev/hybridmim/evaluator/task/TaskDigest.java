package dev.hybridmim.evaluator.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/** What a task consists of, as one number: two tasks with the same digest give the same scores. */
public final class TaskDigest {
  private static final int BUFFER_BYTES = 1 << 16;

  private TaskDigest() {}

  /**
   * SHA-256, hexadecimal, over class names, modality and, in the order of the images' file names,
   * each case's file name and the SHA-256 of both files. Reads every file once.
   */
  public static String of(SegmentationTask task) {
    MessageDigest digest = sha256();
    add(digest, task.modality().name());
    task.labelNames().forEach(name -> add(digest, name));
    if (task.labels().overlapping()) {
      add(digest, task.labels().values().toString());
    }
    task.cases().stream()
        .sorted(Comparator.comparing(LabelledCase::fileName))
        .forEach(
            labelled -> {
              add(digest, labelled.fileName());
              labelled.images().forEach(image -> digest.update(content(image)));
              if (!labelled.subject().equals(labelled.fileName())) {
                add(digest, labelled.subject());
              }
              if (labelled.heldBack()) {
                add(digest, "held back");
              }
              digest.update(content(labelled.labels()));
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static byte[] content(Path file) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream content = Files.newInputStream(file)) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256.", exception);
    }
  }
}
