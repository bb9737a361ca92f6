package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.store.ObjectStore;
import java.time.Clock;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Runs {@link ScanPreparation} on each announcement, patiently. */
final class PrepareScans extends DoFn<ScanAnnouncement, KV<String, VolumeEvent>> {
  private static final long serialVersionUID = 1L;

  private final StoreOpener opener;
  private final String bucket;
  private final PreparationRecipe recipe;
  private final int scansAtOnce;
  private final Patience patience;
  private final Pseudonyms pseudonyms;
  private final OutcomeOutputs outcomes = new OutcomeOutputs();

  private transient ObjectStore store;
  private transient ScanPreparation preparation;

  PrepareScans(
      StoreOpener opener,
      String bucket,
      PreparationRecipe recipe,
      int scansAtOnce,
      Pseudonyms pseudonyms,
      Patience patience) {
    this.opener = opener;
    this.bucket = bucket;
    this.recipe = recipe;
    this.scansAtOnce = scansAtOnce;
    this.pseudonyms = pseudonyms;
    this.patience = patience;
  }

  @Setup
  public void open() {
    store = opener.open();
    ReadLimits limits = ReadLimits.ofThisProcess(scansAtOnce);
    preparation = new ScanPreparation(store, bucket, recipe, limits, pseudonyms, Clock.systemUTC());
  }

  @ProcessElement
  public void process(@Element ScanAnnouncement announcement, MultiOutputReceiver outputs)
      throws Exception {
    ScanOutcome outcome = patience.call(() -> preparation.prepare(announcement));
    outcomes.send(outcome, announcement, outputs);
  }

  @Teardown
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
