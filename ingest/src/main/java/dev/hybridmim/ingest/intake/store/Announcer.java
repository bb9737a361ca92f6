package dev.hybridmim.ingest.intake.store;

import com.google.protobuf.Timestamp;
import dev.hybridmim.ingest.intake.IntakeCounters;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces what is durable, in a thread of its own, until Kafka acknowledges it; then lets the
 * journal forget it after a while. An object of the journal that the store does not have is put
 * first. Store or broker away: it waits and goes on.
 */
final class Announcer implements AutoCloseable {
  static final String STAGE = "intake";
  static final String QUARANTINE = "quarantine/";

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final String EVENT = "s3:ObjectCreated:Put";
  private static final String CONTENT_TYPE = "application/dicom";
  private static final int BATCH = 256;
  private static final long LOOK_MS = 200;
  private static final long GATHER_MS = 50;
  private static final long PAUSE_MS = 1000;

  private final ObjectStore store;
  private final String bucket;
  private final Producer<byte[], byte[]> producer;
  private final InstanceJournal journal;
  private final StoreGate gate;
  private final IntakeCounters counters;
  private final Duration retention;
  private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
  private final Deque<Announced> announced = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Whether the announcing thread has said that it waits. */
  private boolean held;

  Announcer(
      ObjectStore store,
      String bucket,
      Producer<byte[], byte[]> producer,
      InstanceJournal journal,
      StoreGate gate,
      IntakeCounters counters,
      Duration retention)
      throws IOException {
    this.store = store;
    this.bucket = bucket;
    this.producer = producer;
    this.journal = journal;
    this.gate = gate;
    this.counters = counters;
    this.retention = retention;
    journal.entries().forEach(entry -> waiting.add(new Waiting(entry, Optional.empty())));
    this.thread = new Thread(this::work, "intake-announcer");
    this.thread.setDaemon(true);
  }

  /** Begins, with what an earlier process has left in the journal. */
  void start() {
    thread.start();
  }

  /**
   * Hands over an object that is in the journal.
   *
   * @param stored what it is in the store; empty when that must be looked up
   */
  void announce(InstanceJournal.Entry entry, Optional<ObjectInfo> stored) {
    waiting.add(new Waiting(entry, stored));
  }

  /** Announces an object that is in the store; returns when Kafka has acknowledged it. */
  void announceNow(String key) throws InterruptedException {
    Optional<ObjectInfo> object = store.stat(key);
    if (object.isPresent()) {
      await(producer.send(record(key, object.get())));
      counters.announced(1);
    }
  }

  /**
   * What waits and what comes shortly after it, so that the broker gets one request for many.
   * Nobody waits for an announcement.
   */
  private void gather(List<Waiting> batch) throws InterruptedException {
    Waiting next = waiting.poll(LOOK_MS, TimeUnit.MILLISECONDS);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MS);
    while (next != null) {
      batch.add(next);
      next =
          batch.size() < BATCH ? waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS) : null;
    }
  }

  private void work() {
    List<Waiting> batch = new ArrayList<>();
    while (!closed) {
      try {
        if (batch.isEmpty()) {
          gather(batch);
        }
        if (!batch.isEmpty()) {
          announceAll(batch);
          batch.clear();
          held = false;
        }
        forgetOld();
      } catch (ObjectStoreException e) {
        gate.storeFailed(e);
        pause();
      } catch (KafkaException e) {
        hold("broker", e);
      } catch (IOException e) {
        hold("disk", e);
      } catch (InterruptedException e) {
        // Only close() interrupts; what is not announced stays in the journal for the next start.
        return;
      }
    }
  }

  /** Once for each time that it is away, however long. */
  private void hold(String what, Exception failure) {
    if (!held) {
      LOG.warn("Announcements wait for the {}: {}", what, failure.getMessage());
    }
    held = true;
    pause();
  }

  private void announceAll(List<Waiting> batch) throws IOException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
    for (Waiting one : batch) {
      InstanceJournal.Entry entry = one.entry();
      Optional<ObjectInfo> object = one.stored().isPresent() ? one.stored() : inStore(entry);
      if (object.isPresent()) {
        sent.add(producer.send(record(entry.key(), object.get())));
      }
    }
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      await(one);
    }
    counters.announced(sent.size());
    long now = System.nanoTime();
    batch.forEach(one -> announced.add(new Announced(one.entry(), now)));
  }

  /**
   * The object, put now if an earlier process died before it could; nothing if that one died while
   * it wrote the journal.
   */
  private Optional<ObjectInfo> inStore(InstanceJournal.Entry entry) throws IOException {
    Optional<ObjectInfo> there = store.stat(entry.key());
    if (there.isPresent() && there.get().size() > 0) {
      return there;
    }
    Optional<byte[]> content = entry.content();
    if (content.isEmpty()) {
      LOG.info("The journal's last object was not written to its end, nor acknowledged");
      return Optional.empty();
    }
    if (there.isPresent()) {
      // A file that was never forced to the disk comes back empty after a loss of power.
      store.put(entry.key(), content.get(), CONTENT_TYPE);
    } else {
      store.putIfAbsent(entry.key(), content.get(), CONTENT_TYPE);
    }
    Optional<ObjectInfo> put = store.stat(entry.key());
    if (put.isEmpty()) {
      throw new ObjectStoreException("The store has lost an object that was just put", true, null);
    }
    return put;
  }

  private void forgetOld() throws IOException {
    long now = System.nanoTime();
    while (!announced.isEmpty() && now - announced.peekFirst().nanos() >= retention.toNanos()) {
      journal.forget(announced.removeFirst().entry());
    }
  }

  private ProducerRecord<byte[], byte[]> record(String key, ObjectInfo object) {
    Instant now = Instant.now();
    if (key.startsWith(QUARANTINE)) {
      return reject(key, object, now);
    }
    ScanAnnouncement announcement =
        new ScanAnnouncement(bucket, key, object.size(), object.eTag(), "", EVENT, now);
    return Records.notification(
        STAGE, ScanNotifications.recordKey(announcement), ScanNotifications.write(announcement));
  }

  private ProducerRecord<byte[], byte[]> reject(String key, ObjectInfo object, Instant now) {
    QuarantineReason reason = QuarantineReason.ofKey(key);
    Timestamp time =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    String reference = bucket + "/" + key;
    Reject reject =
        Reject.newBuilder()
            .setStage(STAGE)
            .setReference(reference)
            .setReason(reason.word())
            .setMessage(reason.sentence())
            .setFirstSeen(time)
            .setLastSeen(time)
            .setRetryable(false)
            .setEtag(object.eTag())
            .build();
    return Records.of(Topic.REJECTS, STAGE, STAGE + "/" + reference, reject);
  }

  private static void await(Future<RecordMetadata> sent) throws InterruptedException {
    try {
      sent.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new KafkaException(e.getCause());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many objects wait to be announced. */
  int backlog() {
    return waiting.size();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Waiting(InstanceJournal.Entry entry, Optional<ObjectInfo> stored) {}

  private record Announced(InstanceJournal.Entry entry, long nanos) {}
}
