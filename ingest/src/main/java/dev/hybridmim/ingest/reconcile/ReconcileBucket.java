package dev.hybridmim.ingest.reconcile;

import dev.hybridmim.ingest.beam.WriteRecords;
import dev.hybridmim.ingest.pipeline.StoreOpener;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.platform.topic.TopicTail;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces on topic {@code scans} what lies in the bucket and was never announced.
 *
 * <p>Guarantees: unbounded; one worker looks, at an interval. An object that stays is announced
 * between one and two intervals after it was put, at least once; what somebody else has announced
 * is not. A look that fails because the store is away is made up for by the next one.
 */
public final class ReconcileBucket extends PTransform<PBegin, PDone> {
  private static final long serialVersionUID = 1L;
  private static final int ONE_WORKER = 0;

  private final StoreOpener opener;
  private final String bucket;
  private final KafkaAddress kafka;
  private final Duration interval;

  private ReconcileBucket(
      StoreOpener opener, String bucket, KafkaAddress kafka, Duration interval) {
    this.opener = Objects.requireNonNull(opener, "opener");
    this.bucket = Objects.requireNonNull(bucket, "bucket");
    this.kafka = Objects.requireNonNull(kafka, "kafka");
    this.interval = Objects.requireNonNull(interval, "interval");
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("The interval between two looks is positive");
    }
  }

  /** Looks at a bucket. */
  public static ReconcileBucket every(
      Duration interval, StoreOpener opener, String bucket, KafkaAddress kafka) {
    return new ReconcileBucket(opener, bucket, kafka, interval);
  }

  @Override
  public PDone expand(PBegin begin) {
    return begin
        .apply(
            "Interval",
            GenerateSequence.from(0)
                .withRate(1, org.joda.time.Duration.millis(interval.toMillis())))
        .apply(
            "One worker",
            WithKeys.<Integer, Long>of(ONE_WORKER).withKeyType(TypeDescriptors.integers()))
        .apply("Look", ParDo.of(new Look(opener, bucket, kafka)))
        .setCoder(WriteRecords.coder())
        .apply("Announce", WriteRecords.to(kafka, Topic.SCANS));
  }

  private static final class Look extends DoFn<KV<Integer, Long>, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileBucket.class);
    private static final String SOURCE = "reconciler";

    private final StoreOpener opener;
    private final String bucket;
    private final KafkaAddress kafka;
    private final Counter announced = Metrics.counter("ingest", "scansReconciled");
    private final Counter postponed = Metrics.counter("ingest", "reconcilesPostponed");

    // Nothing is kept in it: it makes the runner send every element to the same instance, which
    // remembers what was announced.
    @StateId("oneWorker")
    private final StateSpec<ValueState<Boolean>> oneWorker = StateSpecs.value();

    private transient ObjectStore store;
    private transient TopicTail scans;
    private transient Reconciler reconciler;

    Look(StoreOpener opener, String bucket, KafkaAddress kafka) {
      this.opener = opener;
      this.bucket = bucket;
      this.kafka = kafka;
    }

    @ProcessElement
    public void process(OutputReceiver<ProducerRecord<byte[], byte[]>> records) {
      if (reconciler == null) {
        // Not at set-up: only the instance that gets the elements needs what it holds.
        open();
      }
      try {
        for (ScanAnnouncement missed : reconciler.look()) {
          records.output(
              Records.notification(
                  SOURCE, ScanNotifications.recordKey(missed), ScanNotifications.write(missed)));
          announced.inc();
        }
      } catch (ObjectStoreException e) {
        if (!e.retryable()) {
          throw e;
        }
        // The next look sees what this one would have seen.
        postponed.inc();
        LOG.info("The bucket could not be listed and will be at the next look: {}", e.getMessage());
      }
    }

    private void open() {
      store = opener.open();
      scans = new TopicTail(kafka, Topic.SCANS);
      reconciler =
          new Reconciler(
              store,
              bucket,
              known ->
                  scans.catchUp(
                      record -> {
                        if (record.value() != null) {
                          known.accept(record.value());
                        }
                      }),
              Clock.systemUTC());
    }

    @Teardown
    public void close() {
      if (scans != null) {
        scans.close();
      }
      if (store != null) {
        store.close();
      }
    }
  }
}
