package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Announcements of the members of series, keyed by the series' folder, into series that are due:
 * when the sender says so, and when nothing new came for a while by the announcements' own time.
 *
 * <p>While a series is open, an object below {@link SeriesKeys#pendingRoot} says so. It is made
 * before an announcement counts as read and removed long after the series' outcome is durable, so
 * that a restart without this step's state loses no series: {@link PendingSeries} begins with them.
 */
final class GatherSeries extends DoFn<KV<String, ScanAnnouncement>, SeriesDue> {
  private static final long serialVersionUID = 1L;

  /** Far longer than a checkpoint takes, which makes the outcome durable. */
  private static final Duration UNTIL_FORGOTTEN = Duration.ofMinutes(60);

  @StateId("due")
  private final StateSpec<ValueState<Instant>> dueSpec = StateSpecs.value(InstantCoder.of());

  @StateId("bucket")
  private final StateSpec<ValueState<String>> bucketSpec = StateSpecs.value(StringUtf8Coder.of());

  @StateId("announced")
  private final StateSpec<ValueState<String>> announcedSpec =
      StateSpecs.value(StringUtf8Coder.of());

  @TimerId("quiet")
  private final TimerSpec quietSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId("forget")
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StoreOpener opener;
  private final Duration quiet;
  private final Patience patience;
  private final Counter members = Metrics.counter("ingest", "seriesMembers");

  private transient ObjectStore store;

  GatherSeries(StoreOpener opener, Duration quiet, Patience patience) {
    this.opener = opener;
    this.quiet = quiet;
    this.patience = patience;
  }

  @Setup
  public void open() {
    store = opener.open();
  }

  @ProcessElement
  public void process(
      @Element KV<String, ScanAnnouncement> member,
      @Timestamp Instant time,
      @StateId("due") ValueState<Instant> dueState,
      @StateId("bucket") ValueState<String> bucketState,
      @StateId("announced") ValueState<String> announcedState,
      @TimerId("quiet") Timer quietTimer,
      @TimerId("forget") Timer forgetTimer,
      OutputReceiver<SeriesDue> due)
      throws Exception {
    members.inc();
    ScanAnnouncement announcement = member.getValue();
    Instant known = dueState.read();
    if (known == null) {
      patience.call(
          () ->
              store.put(
                  SeriesKeys.pending(member.getKey()),
                  "{}".getBytes(StandardCharsets.UTF_8),
                  "application/json"));
    }
    Instant wanted = time.plus(org.joda.time.Duration.millis(quiet.toMillis()));
    Instant next = known == null || wanted.isAfter(known) ? wanted : known;
    dueState.write(next);
    bucketState.write(announcement.bucket());
    announcedState.write(announcement.eventTime().toString());
    quietTimer.set(next);
    forgetTimer.set(next.plus(org.joda.time.Duration.millis(UNTIL_FORGOTTEN.toMillis())));
    if (SeriesKeys.isCompletion(announcement.key())) {
      due.output(
          new SeriesDue(member.getKey(), announcement.bucket(), false, announcement.eventTime()));
    }
  }

  @OnTimer("quiet")
  public void quiet(
      @Key String folder,
      @StateId("bucket") ValueState<String> bucketState,
      @StateId("announced") ValueState<String> announcedState,
      OutputReceiver<SeriesDue> due) {
    String bucket = bucketState.read();
    if (bucket != null) {
      due.output(
          new SeriesDue(folder, bucket, true, java.time.Instant.parse(announcedState.read())));
    }
  }

  @OnTimer("forget")
  public void forget(
      @Key String folder,
      @StateId("due") ValueState<Instant> dueState,
      @StateId("bucket") ValueState<String> bucketState,
      @StateId("announced") ValueState<String> announcedState)
      throws Exception {
    patience.call(
        () -> {
          store.delete(SeriesKeys.pending(folder));
          return null;
        });
    dueState.clear();
    bucketState.clear();
    announcedState.clear();
  }

  @Teardown
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
