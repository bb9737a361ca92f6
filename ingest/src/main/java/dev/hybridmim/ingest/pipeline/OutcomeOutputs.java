package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import java.io.Serializable;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends outcomes where they belong, and counts them. */
final class OutcomeOutputs implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeOutputs.class);
  private static final String NAMESPACE = "ingest";

  private final Counter written = Metrics.counter(NAMESPACE, "volumesWritten");
  private final Counter known = Metrics.counter(NAMESPACE, "volumesKnown");
  private final Counter superseded = Metrics.counter(NAMESPACE, "volumesSuperseded");

  /**
   * Sends an outcome.
   *
   * @param announcement what it is the outcome of; of a series' member it is needed
   */
  void send(ScanOutcome outcome, ScanAnnouncement announcement, MultiOutputReceiver outputs) {
    if (outcome instanceof ScanOutcome.Prepared prepared) {
      (prepared.written() ? written : known).inc();
      LOG.debug("{} volume {}", prepared.written() ? "Wrote" : "Knew", prepared.key());
      outputs.get(PrepareVolumes.VOLUMES).output(KV.of(prepared.key(), prepared.event()));
    } else if (outcome instanceof ScanOutcome.Superseded replaced) {
      superseded.inc();
      outputs.get(PrepareVolumes.VOLUMES).output(KV.of(replaced.key(), replaced.event()));
    } else if (outcome instanceof ScanOutcome.Member member) {
      outputs.get(PrepareVolumes.MEMBERS).output(KV.of(member.folder(), announcement));
    } else if (outcome instanceof ScanOutcome.Several several) {
      several.outcomes().forEach(part -> send(part, announcement, outputs));
    } else if (outcome instanceof ScanOutcome.Rejected rejected) {
      Metrics.counter(NAMESPACE, "rejected-" + rejected.reason().word()).inc();
      outputs
          .get(PrepareVolumes.REJECTS)
          .output(KV.of(Rejects.recordKey(rejected.reject()), rejected.reject()));
    }
  }
}
