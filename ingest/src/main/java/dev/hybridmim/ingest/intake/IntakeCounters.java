package dev.hybridmim.ingest.intake;

import dev.hybridmim.ingest.intake.association.AssociationEvents;
import dev.hybridmim.ingest.intake.association.RejectionReason;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the intake does, in names that hold nothing of any patient. Thread-safe. */
public final class IntakeCounters implements AssociationEvents {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeCounters.class);
  private static final String PREFIX = "hybridmim_intake_";

  private final ConcurrentSkipListMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  /** An instance got an outcome: stored, duplicate, quarantined, or refused by a status. */
  public void instance(String outcome, long bytes) {
    add("instances_total{outcome=\"" + outcome + "\"}", 1);
    add("bytes_total{outcome=\"" + outcome + "\"}", bytes);
  }

  /** Objects are announced. */
  public void announced(long objects) {
    add("announced_total", objects);
  }

  /** A series was said to be complete. */
  public void seriesCompleted() {
    add("series_completed_total", 1);
  }

  @Override
  public void accepted() {
    add("associations_total{outcome=\"accepted\"}", 1);
  }

  @Override
  public void rejected(RejectionReason reason) {
    add("associations_total{outcome=\"" + reason.name().toLowerCase(Locale.ROOT) + "\"}", 1);
    LOG.info("An association was refused: {}", reason.sentence());
  }

  @Override
  public void aborted(String why) {
    add("associations_total{outcome=\"aborted\"}", 1);
    LOG.info("An association was aborted: {}", why);
  }

  @Override
  public void dropped() {
    add("associations_total{outcome=\"dropped\"}", 1);
  }

  /** The value of a counter, by the name that {@link #text} shows without its prefix. */
  public long value(String name) {
    LongAdder count = counts.get(name);
    return count == null ? 0 : count.sum();
  }

  /** All counters in Prometheus' text format. */
  public String text() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (name, count) ->
            text.append(PREFIX).append(name).append(' ').append(count.sum()).append('\n'));
    return text.toString();
  }

  private void add(String name, long amount) {
    counts.computeIfAbsent(name, key -> new LongAdder()).add(amount);
  }
}
