package dev.hybridmim.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.network.ParameterMap;
import dev.hybridmim.trainer.network.SegmentationNetwork;
import dev.hybridmim.trainer.network.Tensors;
import dev.hybridmim.trainer.network.WeightTransfer;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.GradientMode;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.operator.Tape;
import dev.hybridmim.trainer.optimizer.AdamW;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fine-tunes a segmentation network and predicts with it.
 *
 * <p>The loss is soft Dice over all classes plus cross-entropy (of overlapping classes: of each
 * one's sigmoid), the optimiser AdamW. Volumes are given and returned as arrays in C order; edges
 * are multiples of {@link #stride()}.
 *
 * <p>Not thread-safe, but several learners may step at the same time, each on a thread of its own.
 */
public final class SegmentationLearner implements AutoCloseable {
  private static final double CLIP_NORM = 1;
  private static final boolean RECOMPUTE = false;
  private static final int MOST_OVERLAPPING = 8;
  private static final String UPDATES = "optimizer/updates";
  private static final String STEPS = "steps";

  private final Settings settings;
  private final NetworkProfile profile;
  private final Threads threads;
  private final NDManager manager;
  private final SegmentationNetwork network;
  private final Operators operators;
  private final Dropout dropout;

  /** Made when it is first asked for: a network that only predicts needs no moments. */
  private AdamW optimizer;

  private long steps;

  private SegmentationLearner(NetworkProfile profile, Settings settings) {
    this.profile = profile;
    this.settings = settings;
    threads = new Threads(settings.threads());
    threads.apply();
    manager = NDManager.newBaseManager();
    network = SegmentationNetwork.create(profile, settings.classes(), settings.seed(), manager);
    operators = network.operators();
    dropout = Dropout.of(profile.dropout());
  }

  private AdamW optimizer() {
    if (optimizer == null) {
      ParameterMap parameters = network.parameters();
      optimizer =
          new AdamW(
              operators,
              manager,
              parameters,
              Operators.AdamSettings.PUBLISHED,
              settings.weightDecay(),
              name -> AdamW.isWeightProper(name, parameters.get(name).getShape().getShape()));
    }
    return optimizer;
  }

  /** A learner with first weights drawn from the seed. */
  public static SegmentationLearner create(NetworkProfile profile, Settings settings) {
    return new SegmentationLearner(profile, settings);
  }

  /**
   * Takes over pre-trained weights before the first step.
   *
   * @param weights by plain name, for instance from {@code PretrainedWeights.of(snapshot)}
   * @return what was taken, left and missing
   */
  public WeightTransfer loadPretrained(Map<String, Tensor> weights) {
    return network.loadPretrained(weights);
  }

  /** All weights as they are now, by plain name. */
  public SortedMap<String, Tensor> weights() {
    SortedMap<String, Tensor> weights = new TreeMap<>();
    for (String name : network.parameters().names()) {
      weights.put(name, Tensors.read(network.parameters().get(name)));
    }
    return weights;
  }

  /**
   * Takes over every weight of a network of the same kind.
   *
   * @param weights from {@link #weights}
   * @throws IllegalArgumentException when one is missing, left over or of another shape
   */
  public void loadWeights(Map<String, Tensor> weights) {
    WeightTransfer transfer = network.loadPretrained(weights);
    if (!transfer.missing().isEmpty()
        || !transfer.left().isEmpty()
        || !transfer.adapted().isEmpty()) {
      throw new IllegalArgumentException(
          "The weights are those of another network: "
              + transfer.missing().size()
              + " are missing and "
              + (transfer.left().size() + transfer.adapted().size())
              + " don't fit");
    }
  }

  /**
   * One update.
   *
   * @param voxels (N, C, D, H, W) in [0, 1]
   * @param labels (N, D, H, W), classes from 0, or bits of overlapping ones
   * @param edges D, H, W
   * @return the loss before the update; when it or a gradient is not finite nothing is changed
   * @throws IllegalArgumentException when sizes don't fit or a label is no class
   */
  public double step(float[] voxels, byte[] labels, int[] edges, double learningRate) {
    threads.apply();
    int samples = samples(voxels, edges);
    requireLabels(labels, samples, edges);
    steps++;
    try (NDManager scratch = manager.newSubManager();
        GradientMode recording = GradientMode.on()) {
      NDArray x = scratch.create(voxels, shape(samples, profile.inputChannels(), edges));
      NDArray truth =
          settings.overlapping()
              ? scratch.create(members(labels, samples), shape(samples, settings.classes(), edges))
              : scratch.create(classes(labels), shape(samples, 1, edges));
      dropout.restart(Seeds.derive(settings.seed(), steps));
      double value;
      NDList gradients;
      try (Tape tape = network.blocks().record(RECOMPUTE)) {
        NDArray loss;
        try (NDArray logits = network.logits(x, dropout)) {
          NDArray dice =
              settings.overlapping()
                  ? operators.overlappingDiceLoss(logits, truth, Operators.DiceSettings.USUAL)
                  : operators.diceLoss(logits, truth, Operators.DiceSettings.USUAL);
          NDArray entropy =
              settings.overlapping()
                  ? operators.binaryCrossEntropy(logits, truth)
                  : operators.voxelCrossEntropy(logits, truth);
          loss = operators.weightedSum(List.of(dice, entropy), new double[] {1, 1});
        }
        value = loss.getFloat();
        gradients = tape.gradients(loss, network.parameters().arrays(), scratch);
      }
      double norm = operators.clip(gradients, CLIP_NORM);
      if (Double.isFinite(value) && Double.isFinite(norm)) {
        optimizer().update(gradients, learningRate);
      }
      return value;
    }
  }

  /**
   * Class probabilities; of overlapping classes each probability less one half, so that 0 decides.
   *
   * @param voxels (N, C, D, H, W) in [0, 1]
   * @param edges D, H, W
   * @return (N, classes, D, H, W)
   */
  public float[] predict(float[] voxels, int[] edges) {
    threads.apply();
    int samples = samples(voxels, edges);
    try (NDManager scratch = manager.newSubManager();
        GradientMode off = GradientMode.off()) {
      NDArray x = scratch.create(voxels, shape(samples, profile.inputChannels(), edges));
      try (NDArray probabilities = probabilities(x)) {
        float[] values = probabilities.toFloatArray();
        return settings.overlapping() ? lessHalf(values) : values;
      }
    }
  }

  private NDArray probabilities(NDArray x) {
    try (NDArray logits = network.logits(x, Dropout.none())) {
      return settings.overlapping() ? operators.sigmoid(logits) : operators.softmax(logits, 1);
    }
  }

  /**
   * All that later steps depend on, as named tensors; copies: {@code weights/}, {@code moment1/}
   * and {@code moment2/} with a parameter's name behind them, {@code optimizer/updates} and {@code
   * steps}.
   */
  public SortedMap<String, Tensor> state() {
    SortedMap<String, Tensor> state = new TreeMap<>();
    places().forEach((name, place) -> state.put(name, Tensors.read(place)));
    state.put(UPDATES, Tensor.ofLongs(new long[0], optimizer().updates()));
    state.put(STEPS, Tensor.ofLongs(new long[0], steps));
    return state;
  }

  /**
   * Takes up a state: the next step is the one that a learner that never stopped would make, bit
   * for bit on a CPU with the same number of threads. Nothing is changed when it does not fit.
   *
   * @throws StateMismatchException when a tensor is missing or of another shape
   */
  public void restore(Map<String, Tensor> state) {
    SortedMap<String, NDArray> places = places();
    for (String name : List.of(UPDATES, STEPS)) {
      if (!state.containsKey(name)) {
        throw new StateMismatchException("The state has no tensor " + name);
      }
    }
    places.forEach(
        (name, place) -> {
          Tensor tensor = state.get(name);
          if (tensor == null || !Arrays.equals(tensor.shape(), place.getShape().getShape())) {
            throw new StateMismatchException(
                "The state's tensor " + name + " is missing or of another network's shape");
          }
        });
    places.forEach((name, place) -> Tensors.write(operators, place, name, state.get(name)));
    optimizer().resume(state.get(UPDATES).toLongs()[0]);
    steps = state.get(STEPS).toLongs()[0];
  }

  private SortedMap<String, NDArray> places() {
    SortedMap<String, NDArray> places = new TreeMap<>();
    for (String name : network.parameters().names()) {
      places.put("weights/" + name, network.parameters().get(name));
    }
    optimizer().means().forEach((name, mean) -> places.put("moment1/" + name, mean));
    optimizer().squares().forEach((name, square) -> places.put("moment2/" + name, square));
    return places;
  }

  /** Edges of volumes must be multiples of this. */
  public int stride() {
    return network.coarsestStride();
  }

  /** Number of weights. */
  public long parameterCount() {
    return network.parameters().size();
  }

  /** Live native arrays below this learner; constant between steps. */
  long liveArrays() {
    return LiveArrays.count(manager);
  }

  @Override
  public void close() {
    if (optimizer != null) {
      optimizer.close();
    }
    network.close();
    manager.close();
  }

  private int samples(float[] voxels, int[] edges) {
    int one = Math.multiplyExact(profile.inputChannels(), volume(edges));
    if (voxels.length == 0 || voxels.length % one != 0) {
      throw new IllegalArgumentException(
          voxels.length
              + " voxels are no batch of volumes with "
              + profile.inputChannels()
              + " channels and "
              + volume(edges)
              + " voxels a channel");
    }
    return voxels.length / one;
  }

  private void requireLabels(byte[] labels, int samples, int[] edges) {
    if (labels.length != samples * volume(edges)) {
      throw new IllegalArgumentException(
          samples
              + " volumes need "
              + samples * volume(edges)
              + " labels, but "
              + labels.length
              + " were given");
    }
    int codes = settings.overlapping() ? 1 << settings.classes() : settings.classes();
    for (byte label : labels) {
      if (Byte.toUnsignedInt(label) >= codes) {
        throw new IllegalArgumentException(
            "The label "
                + Byte.toUnsignedInt(label)
                + " is none of the "
                + settings.classes()
                + " classes");
      }
    }
  }

  private static long[] classes(byte[] labels) {
    long[] classes = new long[labels.length];
    for (int voxel = 0; voxel < labels.length; voxel++) {
      classes[voxel] = Byte.toUnsignedInt(labels[voxel]);
    }
    return classes;
  }

  /** (N, classes, D, H, W): 1 where a voxel has the class. */
  private float[] members(byte[] codes, int samples) {
    int volume = codes.length / samples;
    float[] members = new float[Math.multiplyExact(codes.length, settings.classes())];
    int to = 0;
    for (int sample = 0; sample < samples; sample++) {
      for (int label = 0; label < settings.classes(); label++) {
        for (int voxel = 0; voxel < volume; voxel++) {
          members[to++] = codes[sample * volume + voxel] >> label & 1;
        }
      }
    }
    return members;
  }

  private static float[] lessHalf(float[] probabilities) {
    for (int index = 0; index < probabilities.length; index++) {
      probabilities[index] -= 0.5f;
    }
    return probabilities;
  }

  private static int volume(int[] edges) {
    return Math.multiplyExact(Math.multiplyExact(edges[0], edges[1]), edges[2]);
  }

  private static Shape shape(int samples, int channels, int[] edges) {
    return new Shape(samples, channels, edges[0], edges[1], edges[2]);
  }

  /**
   * How to fine-tune.
   *
   * @param classes with the background
   * @param seed of the first weights and of dropout
   * @param threads processor threads of the tensor library, 0: all
   * @param overlapping whether a voxel may have several classes: then bit c of its label tells
   *     whether it has class c, there is no background among the classes, and each is a sigmoid of
   *     its own
   */
  public record Settings(
      int classes, double weightDecay, long seed, int threads, boolean overlapping) {

    /** Classes that exclude each other. */
    public Settings(int classes, double weightDecay, long seed, int threads) {
      this(classes, weightDecay, seed, threads, false);
    }

    public Settings {
      if (overlapping && (classes < 1 || classes > MOST_OVERLAPPING)) {
        throw new IllegalArgumentException(
            "A segmentation has 1 to 8 overlapping classes, not " + classes);
      }
      if (!overlapping && classes < 2) {
        throw new IllegalArgumentException(
            "A segmentation has at least two classes with the background, not " + classes);
      }
    }
  }
}
