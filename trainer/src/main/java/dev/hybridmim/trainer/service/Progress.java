package dev.hybridmim.trainer.service;

import dev.hybridmim.trainer.learning.StepReport;
import dev.hybridmim.trainer.snapshot.Provenance;
import dev.hybridmim.trainer.snapshot.Snapshot;
import dev.hybridmim.trainer.snapshot.SnapshotManifest;
import dev.hybridmim.trainer.stream.SampleBatch;
import dev.hybridmim.trainer.stream.StreamPosition;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far a run has come; all of it is in every snapshot. */
final class Progress {
  private static final String NON_FINITE = "nonFiniteSteps";
  private static final String NON_FINITE_IN_A_ROW = "nonFiniteStepsInARow";

  private final SortedMap<String, Long> samplesByVolume;
  private SortedMap<String, Double> metrics = new TreeMap<>();
  private StreamPosition position;
  private long step;
  private long snapshotStep;
  private long samplesTrained;
  private long nonFiniteSteps;
  private int nonFiniteInARow;

  private Progress(StreamPosition position, Provenance provenance) {
    this.position = position;
    this.samplesByVolume = new TreeMap<>(provenance.samplesByVolume());
  }

  /** A run that has trained nothing. */
  static Progress none(StreamPosition position) {
    return new Progress(position, Provenance.NONE);
  }

  /** A run that stands where a snapshot was taken. */
  static Progress of(Snapshot snapshot) {
    SnapshotManifest manifest = snapshot.manifest();
    Progress progress = new Progress(manifest.position(), snapshot.provenance());
    progress.step = manifest.step();
    progress.snapshotStep = manifest.step();
    progress.samplesTrained = manifest.samplesTrained();
    progress.metrics = new TreeMap<>(manifest.metrics());
    progress.nonFiniteSteps = manifest.metrics().getOrDefault(NON_FINITE, 0.0).longValue();
    progress.nonFiniteInARow = manifest.metrics().getOrDefault(NON_FINITE_IN_A_ROW, 0.0).intValue();
    return progress;
  }

  /** Takes in a step; samples of a step that changed nothing shaped nothing. */
  void add(SampleBatch batch, StepReport report) {
    step = report.step();
    position = batch.after();
    if (report.skipped()) {
      nonFiniteSteps++;
      nonFiniteInARow++;
    } else {
      nonFiniteInARow = 0;
      samplesTrained += batch.size();
      batch.samples().forEach(sample -> samplesByVolume.merge(sample.volumeId(), 1L, Long::sum));
    }
    metrics = new TreeMap<>();
    metrics.put("total", report.total());
    metrics.put("reconstruction", report.reconstruction());
    metrics.put("number", report.number());
    metrics.put("position", report.position());
    metrics.put("consistency", report.consistency());
    metrics.put("contrast", report.contrast());
    metrics.put("rotation", report.rotation());
    metrics.put("gradientNorm", report.gradientNorm());
    metrics.put("learningRate", report.learningRate());
    metrics.put(NON_FINITE, (double) nonFiniteSteps);
    metrics.put(NON_FINITE_IN_A_ROW, (double) nonFiniteInARow);
  }

  void snapshotTaken() {
    snapshotStep = step;
  }

  long step() {
    return step;
  }

  boolean hasStepsSinceSnapshot() {
    return step > snapshotStep;
  }

  StreamPosition position() {
    return position;
  }

  long samplesTrained() {
    return samplesTrained;
  }

  long nonFiniteSteps() {
    return nonFiniteSteps;
  }

  int nonFiniteInARow() {
    return nonFiniteInARow;
  }

  SortedMap<String, Double> metrics() {
    return metrics;
  }

  Provenance provenance() {
    return new Provenance(samplesByVolume);
  }
}
