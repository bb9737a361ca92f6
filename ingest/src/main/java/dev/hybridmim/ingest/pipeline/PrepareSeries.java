package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.store.ObjectStore;
import java.time.Clock;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Runs {@link SeriesPreparation} on each series that is due, patiently. */
final class PrepareSeries extends DoFn<SeriesDue, KV<String, VolumeEvent>> {
  private static final long serialVersionUID = 1L;

  private final StoreOpener opener;
  private final PreparationRecipe recipe;
  private final int scansAtOnce;
  private final Pseudonyms pseudonyms;
  private final Patience patience;
  private final OutcomeOutputs outcomes = new OutcomeOutputs();

  private transient ObjectStore store;
  private transient SeriesPreparation preparation;

  PrepareSeries(
      StoreOpener opener,
      PreparationRecipe recipe,
      int scansAtOnce,
      Pseudonyms pseudonyms,
      Patience patience) {
    this.opener = opener;
    this.recipe = recipe;
    this.scansAtOnce = scansAtOnce;
    this.pseudonyms = pseudonyms;
    this.patience = patience;
  }

  @Setup
  public void open() {
    store = opener.open();
    preparation =
        new SeriesPreparation(
            store,
            recipe,
            ReadLimits.ofThisProcess(scansAtOnce),
            pseudonyms,
            Clock.systemUTC(),
            StageWatch.NONE);
  }

  @ProcessElement
  public void process(@Element SeriesDue due, MultiOutputReceiver outputs) throws Exception {
    List<ScanOutcome> prepared = patience.call(() -> preparation.prepare(due));
    prepared.forEach(outcome -> outcomes.send(outcome, null, outputs));
  }

  @Teardown
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
