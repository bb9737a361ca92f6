package dev.hybridmim.local.home;

import java.nio.file.Path;

/**
 * Where things lie in a home; this package's documentation says what they are. Nothing here touches
 * the disk.
 */
public record HomeLayout(Path root) {
  public HomeLayout {
    root = root.toAbsolutePath().normalize();
  }

  /** The home of a person who names none. */
  public static HomeLayout ofUser() {
    return new HomeLayout(Path.of(System.getProperty("user.home"), ".hybridmim"));
  }

  /** The file that the launcher keeps locked. */
  public Path lock() {
    return root.resolve("lock");
  }

  /** Generated secrets. */
  public Path credentials() {
    return root.resolve("credentials.json");
  }

  /** The ports of the last run. */
  public Path ports() {
    return root.resolve("ports.json");
  }

  /** How to reach Kafka and the store. */
  public Path connection() {
    return root.resolve("connection.json");
  }

  /** The state of the running or last run. */
  public Path summary() {
    return root.resolve("summary.json");
  }

  /** Which file became which object. */
  public Path scanIndex() {
    return root.resolve("scans.jsonl");
  }

  /** Uploads that were begun and are not complete. */
  public Path uploads() {
    return root.resolve("uploads");
  }

  /** The directory of all logs. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** What a process logs. */
  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  /** Kafka's log directory. */
  public Path broker() {
    return root.resolve("broker");
  }

  /** The object store's directory. */
  public Path store() {
    return root.resolve("store");
  }

  /** The trainer's own files. */
  public Path trainer() {
    return root.resolve("trainer");
  }

  /** What a process needs only while it runs. */
  public Path work(String process) {
    return root.resolve("work").resolve(process);
  }

  /** Registered tasks. */
  public Path tasks() {
    return root.resolve("tasks");
  }

  /** The synthetic archive. */
  public Path demo() {
    return root.resolve("demo");
  }
}
