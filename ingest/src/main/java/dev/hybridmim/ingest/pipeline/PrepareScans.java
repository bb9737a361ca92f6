package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.store.ObjectStore;
import java.time.Clock;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@link ScanPreparation} on each announcement, patiently. */
final class PrepareScans extends DoFn<ScanAnnouncement, KV<String, VolumeEvent>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PrepareScans.class);
  private static final String NAMESPACE = "ingest";

  private final StoreOpener opener;
  private final String bucket;
  private final PreparationRecipe recipe;
  private final int scansAtOnce;
  private final Patience patience;
  private final Counter written = Metrics.counter(NAMESPACE, "volumesWritten");
  private final Counter known = Metrics.counter(NAMESPACE, "volumesKnown");

  private transient ObjectStore store;
  private transient ScanPreparation preparation;

  PrepareScans(
      StoreOpener opener,
      String bucket,
      PreparationRecipe recipe,
      int scansAtOnce,
      Patience patience) {
    this.opener = opener;
    this.bucket = bucket;
    this.recipe = recipe;
    this.scansAtOnce = scansAtOnce;
    this.patience = patience;
  }

  @Setup
  public void open() {
    store = opener.open();
    ReadLimits limits = ReadLimits.ofThisProcess(scansAtOnce);
    preparation = new ScanPreparation(store, bucket, recipe, limits, Clock.systemUTC());
  }

  @ProcessElement
  public void process(@Element ScanAnnouncement announcement, MultiOutputReceiver outputs)
      throws Exception {
    ScanOutcome outcome = patience.call(() -> preparation.prepare(announcement));
    if (outcome instanceof ScanOutcome.Prepared prepared) {
      (prepared.written() ? written : known).inc();
      LOG.debug("{} volume {}", prepared.written() ? "Wrote" : "Knew", prepared.key());
      outputs.get(PrepareVolumes.VOLUMES).output(KV.of(prepared.key(), prepared.event()));
    } else if (outcome instanceof ScanOutcome.Rejected rejected) {
      Metrics.counter(NAMESPACE, "rejected-" + rejected.reason().word()).inc();
      outputs
          .get(PrepareVolumes.REJECTS)
          .output(KV.of(Rejects.recordKey(rejected.reject()), rejected.reject()));
    }
  }

  @Teardown
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
