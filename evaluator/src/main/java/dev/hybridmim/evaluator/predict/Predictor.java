package dev.hybridmim.evaluator.predict;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.inference.WindowNetwork;
import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.network.FineTunedNetwork;
import dev.hybridmim.evaluator.task.ChannelPreparation;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.prepare.LabelVolume;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.SegmentationLearner;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A kept network, ready to segment scans.
 *
 * <pre>{@code
 * Segmentation segmentation = new Predictor(network, weights).segment(List.of(image), limits);
 * }</pre>
 */
public final class Predictor {
  private static final double NANOS = 1e9;

  private final FineTunedNetwork network;
  private final Path weights;

  /**
   * @param weights the network's safetensors file
   */
  public Predictor(FineTunedNetwork network, Path weights) {
    this.network = network;
    this.weights = weights;
  }

  /**
   * Segments one case.
   *
   * @param channels the case's images in the task's order, on the same voxels
   * @param limits for the prepared volume
   * @throws UnreadableScanException when the images can't be prepared
   * @throws IllegalArgumentException when their number is not the network's
   */
  public Segmentation segment(List<Image> channels, ReadLimits limits)
      throws UnreadableScanException {
    if (channels.size() != network.channels()) {
      throw new IllegalArgumentException(
          "The network sees "
              + network.channels()
              + (network.channels() == 1 ? " image" : " images")
              + " of each case, but "
              + channels.size()
              + " were given.");
    }
    long start = System.nanoTime();
    Profile profile = network.profile();
    ChannelPreparation.Channels prepared =
        new ChannelPreparation(profile, network.modality(), limits).prepare(channels, "The scan");
    LabelVolume codes = prepared.geometry().restoreLabels(codes(prepared));
    return new Segmentation(
        new LabelVolume(network.labels().decode(codes.labels()), codes.grid()),
        count(codes),
        (System.nanoTime() - start) / NANOS);
  }

  private byte[] codes(ChannelPreparation.Channels prepared) {
    Profile profile = network.profile();
    EvaluatorProfile settings = profile.evaluator();
    int edge = profile.augment().subVolume();
    int[] window = {edge, edge, edge};
    int classes = network.labels().outputs();
    boolean overlapping = network.labels().overlapping();
    try (SegmentationLearner learner =
        SegmentationLearner.create(
            profile.network().withInputChannels(network.channels()),
            new SegmentationLearner.Settings(
                classes,
                settings.weightDecay(),
                settings.seed(),
                settings.threads(),
                overlapping))) {
      learner.loadWeights(SafetensorsFile.readAll(weights));
      WindowNetwork windows = (voxels, count) -> learner.predict(voxels, window);
      SlidingWindow inference =
          new SlidingWindow(window, settings.overlap(), settings.batchSize(), classes, overlapping);
      LabelMap map =
          inference.segment(prepared.voxels(), prepared.count(), prepared.shape(), windows);
      byte[] labels = new byte[map.size()];
      for (int index = 0; index < labels.length; index++) {
        labels[index] = (byte) map.at(index);
      }
      return labels;
    }
  }

  private List<Long> count(LabelVolume codes) {
    int[] histogram = new LabelMap(codes.shape(), codes.labels()).histogram();
    return Arrays.stream(network.labels().counts(histogram)).boxed().toList();
  }
}
