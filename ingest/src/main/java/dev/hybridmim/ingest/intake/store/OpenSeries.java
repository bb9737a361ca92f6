package dev.hybridmim.ingest.intake.store;

import dev.hybridmim.ingest.intake.IntakeCounters;
import dev.hybridmim.platform.scan.SeriesCompletion;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Series that instances came of and that are not yet said to be complete. Thread-safe.
 *
 * <p>A series is complete when every session that brought instances of it is closed and the quiet
 * time has passed since the last one; by configuration also, and then at once, when as many
 * instances are stored as the instances themselves say the series has. Then {@code complete.json}
 * is put and announced. A later instance opens the series again, and the word is put anew. Open
 * series survive a restart as files.
 */
final class OpenSeries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSeries.class);
  private static final long LOOK_MS = 200;

  private final ObjectStore store;
  private final Announcer announcer;
  private final IntakeCounters counters;
  private final Path directory;
  private final Duration quiet;
  private final boolean byCount;
  private final Map<String, State> open = new HashMap<>();
  private final ScheduledThreadPoolExecutor clock;

  /** Whether the clock's thread has said that store or broker are away. */
  private boolean waiting;

  OpenSeries(
      ObjectStore store,
      Announcer announcer,
      IntakeCounters counters,
      Path directory,
      Duration quiet,
      boolean byCount)
      throws IOException {
    this.store = store;
    this.announcer = announcer;
    this.counters = counters;
    this.directory = Files.createDirectories(directory);
    this.quiet = quiet;
    this.byCount = byCount;
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> open.put(file.getFileName().toString(), new State()));
    }
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "intake-series");
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    clock.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  /** An instance of the series is about to be stored by a session. */
  synchronized void begin(String series, Object session) throws IOException {
    State state = open.get(series);
    if (state == null) {
      Path marker = directory.resolve(series);
      Files.write(marker, new byte[0]);
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
      state = new State();
      open.put(series, state);
    }
    state.sessions.add(session);
    state.lastNanos = System.nanoTime();
  }

  /**
   * An instance of the series is durable.
   *
   * @param expected how many the series has by its own word; 0 when it does not say
   */
  synchronized void stored(String series, String instance, int expected) {
    State state = open.get(series);
    if (state != null) {
      state.lastNanos = System.nanoTime();
      state.expected = Math.max(state.expected, expected);
      if (byCount && expected > 0) {
        state.instances.add(instance);
      }
    }
  }

  /** A session brings nothing more. */
  synchronized void closed(Object session) {
    open.values().forEach(state -> state.sessions.remove(session));
  }

  synchronized int size() {
    return open.size();
  }

  private void look() {
    try {
      for (String series : complete()) {
        if (say(series)) {
          forget(series);
        }
      }
      waiting = false;
    } catch (ObjectStoreException | KafkaException e) {
      if (!waiting) {
        LOG.warn("Complete series wait for store or broker: {}", e.getMessage());
      }
      waiting = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | IOException e) {
      // The clock would stand still for ever if this went out.
      LOG.error("A complete series could not be announced", e);
    }
  }

  private synchronized List<String> complete() {
    List<String> complete = new ArrayList<>();
    long now = System.nanoTime();
    open.forEach(
        (series, state) -> {
          boolean still = state.sessions.isEmpty() && now - state.lastNanos >= quiet.toNanos();
          boolean counted =
              byCount && state.expected > 0 && state.instances.size() >= state.expected;
          if (still || counted) {
            state.saidAt = state.lastNanos;
            complete.add(series);
          }
        });
    return complete;
  }

  /** Whether the series needs no more word: it was given, or there is nothing to say it of. */
  private boolean say(String series) throws InterruptedException {
    String folder = SeriesKeys.folder(series);
    int members =
        (int)
            store.list(folder).stream().filter(object -> SeriesKeys.isMember(object.key())).count();
    if (members > 0) {
      String key = SeriesKeys.completion(folder);
      store.put(key, new SeriesCompletion(members).toJson(), "application/json");
      announcer.announceNow(key);
      counters.seriesCompleted();
      LOG.info("A series is complete with {} instances: {}", members, folder);
    }
    return true;
  }

  /** Unless something came since the word was given. */
  private synchronized void forget(String series) throws IOException {
    State state = open.get(series);
    if (state != null && state.lastNanos == state.saidAt) {
      open.remove(series);
      Files.deleteIfExists(directory.resolve(series));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("A complete series is still being announced");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class State {
    private final Set<Object> sessions = new HashSet<>();
    private final Set<String> instances = new HashSet<>();
    private long lastNanos = System.nanoTime();
    private long saidAt;
    private int expected;
  }
}
