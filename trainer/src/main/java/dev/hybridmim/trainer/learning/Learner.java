package dev.hybridmim.trainer.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.TrainerProfile;
import dev.hybridmim.platform.profile.TrainerProfile.ContrastSummary;
import dev.hybridmim.trainer.learning.Stopwatch.Phase;
import dev.hybridmim.trainer.look.Reconstruction;
import dev.hybridmim.trainer.look.Reconstructor;
import dev.hybridmim.trainer.loss.Answers;
import dev.hybridmim.trainer.loss.HybridLoss;
import dev.hybridmim.trainer.loss.MaskLabels;
import dev.hybridmim.trainer.loss.Targets;
import dev.hybridmim.trainer.loss.Term;
import dev.hybridmim.trainer.network.CellBox;
import dev.hybridmim.trainer.network.ParameterMap;
import dev.hybridmim.trainer.network.PretrainingNetwork;
import dev.hybridmim.trainer.network.Pyramid;
import dev.hybridmim.trainer.network.Tensors;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.GradientMode;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.operator.ProductType;
import dev.hybridmim.trainer.operator.Tape;
import dev.hybridmim.trainer.optimizer.AdamW;
import dev.hybridmim.trainer.optimizer.LearningRate;
import dev.hybridmim.trainer.optimizer.MovingAverage;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pre-trains a network by HybridMIM, or by another objective of the profile, one step at a time.
 *
 * <p>In: batches of sub-volumes with their masks. Out: a report of every step, and all state as
 * named tensors (see the package's description).
 *
 * <p>Guarantees: the same profile, state, batch and step number give the same weights, bit for bit
 * on a CPU with the same number of threads. A step whose loss or gradient is not finite changes
 * nothing. Native memory does not grow from step to step.
 *
 * <pre>{@code
 * try (Learner learner = Learner.create(profile)) {
 *   StepReport report = learner.train(batch, 1);
 * }
 * }</pre>
 *
 * <p>Not thread-safe, but several learners may step at the same time, each on a thread of its own.
 */
public final class Learner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Learner.class);
  private static final long BOX_SEED = 1;
  private static final long DROPOUT_SEED = 2;
  private static final int FIRST_VIEW = 1;
  private static final int SECOND_VIEW = 2;
  private static final String WEIGHTS = "weights/";
  private static final String AVERAGES = "ema/";
  private static final String MEANS = "moment1/";
  private static final String SQUARES = "moment2/";
  private static final String UPDATES = "optimizer/updates";
  private static final String LOSS_SCALE = "optimizer/loss_scale";
  private static final double NOTHING_CLIPPED = 0;

  private final TrainerProfile settings;
  private final RegionGrid grid;
  private final int inputChannels;
  private final Threads threads;
  private final NDManager manager;
  private final Operators operators;
  private final PretrainingNetwork network;
  private final Pretext pretext;
  private final HybridLoss loss;
  private final AdamW optimizer;
  private final MovingAverage average;
  private final LearningRate learningRate;
  private final LossScale scale;
  private final Dropout dropout;
  private boolean saidNoNegatives;

  private Learner(Profile profile, Device device) {
    settings = profile.trainer();
    grid = profile.augment().grid();
    inputChannels = profile.network().inputChannels();
    threads = new Threads(settings.threads());
    threads.apply();
    manager = NDManager.newBaseManager(device);
    operators = Operators.load(manager, products(settings.precision()));
    loss = HybridLoss.of(operators, settings);
    network =
        new PretrainingNetwork(
            operators, manager, profile.network(), grid, settings.seed(), loss.uses(Term.ROTATION));
    pretext = new Pretext(operators, settings);
    ParameterMap parameters = network.parameters();
    optimizer =
        new AdamW(
            operators,
            manager,
            parameters,
            Operators.AdamSettings.PUBLISHED,
            settings.weightDecay(),
            name ->
                settings.decayNormsAndBiases()
                    || AdamW.isWeightProper(name, parameters.get(name).getShape().getShape()));
    average =
        settings.emaDecay() == 0
            ? null
            : new MovingAverage(operators, manager, parameters, settings.emaDecay());
    learningRate = LearningRate.of(settings);
    scale =
        settings.precision() == TrainerProfile.Precision.FLOAT16
            ? LossScale.dynamic()
            : LossScale.none();
    dropout = Dropout.of(profile.network().dropout());
  }

  /**
   * A learner with first weights drawn from the profile's seed.
   *
   * @throws IllegalArgumentException when sizes in the profile don't divide, saying which
   */
  public static Learner create(Profile profile) {
    return create(profile, Optional.empty());
  }

  /**
   * A learner on a device.
   *
   * @param device {@code cpu}, {@code gpu} or {@code gpu0}, {@code gpu1}, ...; empty: the first GPU
   *     that the tensor library sees, else the processor
   * @throws IllegalArgumentException when sizes in the profile don't divide, saying which, or the
   *     device is not there
   */
  public static Learner create(Profile profile, Optional<String> device) {
    return new Learner(profile, device.map(Devices::find).orElse(null));
  }

  private static ProductType products(TrainerProfile.Precision precision) {
    return switch (precision) {
      case FLOAT32 -> ProductType.AS_GIVEN;
      case BFLOAT16 -> ProductType.BFLOAT16;
      case FLOAT16 -> ProductType.FLOAT16;
    };
  }

  /**
   * Makes one step.
   *
   * @param step its number, from 1; it decides the learning rate and all that is random
   * @throws IllegalArgumentException when the batch does not have the profile's shape
   */
  public StepReport train(Batch batch, long step) {
    requireFitting(batch);
    threads.apply();
    Stopwatch watch = new Stopwatch();
    try (NDManager scratch = manager.newSubManager();
        GradientMode recording = GradientMode.on()) {
      NDArray voxels = voxels(batch, scratch);
      watch.end(Phase.DATA);

      MaskLabels labels = MaskLabels.read(grid, batch.maskCodes(), batch.size());
      NDArray mask = voxelMask(labels, batch.size(), scratch);
      Exercise exercise = pretext.of(batch, voxels, mask, step, scratch);
      CellBox box = box(step);
      Targets targets = targets(exercise, labels, box, batch.size(), scratch);
      watch.end(Phase.MASK);

      boolean contrasted = contrasted(batch.size());
      NDArray otherRegions =
          contrasted && !exercise.hasBothViews() ? secondView(exercise.input(), step) : null;
      watch.end(Phase.SECOND_VIEW);

      Asked asked = new Asked(exercise, box, contrasted, otherRegions);
      Differentiated found = differentiate(asked, targets, step, scratch, watch);
      while (found.overflown() && scale.lower()) {
        found = differentiate(asked, targets, step, scratch, watch);
      }
      HybridLoss.Value value = found.value();
      double total = found.total();
      double norm = found.norm();
      double rate = learningRate.at(step);
      boolean skipped = !Double.isFinite(total) || !Double.isFinite(norm);
      if (!skipped) {
        operators.clip(found.gradients(), settings.clipNorm());
        update(found.gradients(), rate);
        scale.confirm();
      }
      watch.end(Phase.OPTIMIZER);
      return report(step, value, total, norm, rate, watch, skipped);
    }
  }

  /** All state, as named tensors; copies. */
  public SortedMap<String, Tensor> state() {
    SortedMap<String, Tensor> state = new TreeMap<>();
    for (String name : network.parameters().names()) {
      state.put(WEIGHTS + name, network.parameters().read(name));
    }
    optimizer.means().forEach((name, mean) -> state.put(MEANS + name, Tensors.read(mean)));
    optimizer.squares().forEach((name, square) -> state.put(SQUARES + name, Tensors.read(square)));
    averages().forEach((name, values) -> state.put(AVERAGES + name, Tensors.read(values)));
    state.put(UPDATES, Tensor.ofLongs(new long[0], optimizer.updates()));
    if (scale.isDynamic()) {
      state.put(LOSS_SCALE, Tensor.ofLongs(new long[] {2}, scale.state()));
    }
    return state;
  }

  /**
   * Takes up a state. Nothing is changed when it does not fit.
   *
   * @throws StateMismatchException when a tensor is missing, superfluous or of another shape
   */
  public void restore(Map<String, Tensor> state) {
    SortedMap<String, NDArray> places = places();
    requireFitting(state, places);
    places.forEach((name, place) -> Tensors.write(operators, place, name, state.get(name)));
    optimizer.resume(state.get(UPDATES).toLongs()[0]);
    if (scale.isDynamic() && state.containsKey(LOSS_SCALE)) {
      scale.restore(state.get(LOSS_SCALE).toLongs());
    }
  }

  /** Number of weights. */
  public long parameterCount() {
    return network.parameters().size();
  }

  /** Where it computes, such as {@code cpu} or {@code gpu(0)}. */
  public String device() {
    return manager.getDevice().toString();
  }

  /** Processor threads of the tensor library. */
  public int threads() {
    return threads.count();
  }

  /**
   * Rebuilds one sub-volume with the weights as they are. Nothing is changed by it: neither weights
   * nor what later steps draw.
   *
   * @param voxels as in a {@link Batch}, of one sample
   * @param maskCodes of one sample
   */
  public Reconstruction rebuild(ByteBuffer voxels, byte[] maskCodes) {
    threads.apply();
    return new Reconstructor(manager, operators, network, grid)
        .rebuild(voxels, maskCodes, inputChannels);
  }

  /** How the sub-volumes are divided. */
  public RegionGrid grid() {
    return grid;
  }

  /** Live native arrays below this learner; constant between steps. */
  long liveArrays() {
    return LiveArrays.count(manager);
  }

  @Override
  public void close() {
    if (average != null) {
      average.close();
    }
    optimizer.close();
    network.close();
    operators.close();
    manager.close();
  }

  private NDArray voxels(Batch batch, NDManager scratch) {
    int[] edges = grid.subVolume();
    Shape shape = new Shape(batch.size(), batch.channels(), edges[0], edges[1], edges[2]);
    try (NDArray halves = scratch.create(batch.voxels(), shape, DataType.FLOAT16)) {
      return operators.toFloat(halves);
    }
  }

  private NDArray voxelMask(MaskLabels labels, int samples, NDManager scratch) {
    int[] regions = grid.regionCounts();
    int edge = grid.patchesPerEdge();
    Shape shape =
        new Shape(
            samples, (long) regions[0] * edge, (long) regions[1] * edge, (long) regions[2] * edge);
    try (NDArray patches = scratch.create(labels.patches(), shape)) {
      return operators.expandMask(patches, grid.patchEdge());
    }
  }

  private Targets targets(
      Exercise exercise, MaskLabels labels, CellBox box, int samples, NDManager scratch) {
    int stride = network.backbone().coarsestStride();
    long regions = grid.regions();
    return new Targets(
        operators.crop(exercise.wanted(), box.begin(stride), box.size(stride)),
        operators.crop(exercise.counted(), box.begin(stride), box.size(stride)),
        scratch.create(labels.numbers(), new Shape(samples, regions)),
        scratch.create(labels.positions(), new Shape(samples, regions, grid.patchesPerRegion())),
        exercise.hasBothViews() ? scratch.create(exercise.turns()) : null);
  }

  /** Forward with gradient, and backward. */
  private Differentiated differentiate(
      Asked asked, Targets targets, long step, NDManager scratch, Stopwatch watch) {
    dropout.restart(Seeds.derive(settings.seed(), DROPOUT_SEED, step, FIRST_VIEW));
    try (Tape tape = network.backbone().blocks().record(recomputes())) {
      Pyramid pyramid = network.backbone().features(asked.exercise().input(), dropout);
      watch.end(Phase.ENCODER);

      Answers answers = answer(pyramid, asked);
      pyramid.close();
      watch.end(Phase.DECODER);

      HybridLoss.Value value = loss.evaluate(answers, targets);
      double total = value.total().getFloat();
      close(answers);
      watch.end(Phase.LOSSES);

      NDArray scaled = scaled(value.total());
      NDList gradients = tape.gradients(scaled, network.parameters().arrays(), scratch);
      if (scale.factor() != 1) {
        operators.scale(gradients, 1 / scale.factor());
      }
      double norm = operators.clip(gradients, NOTHING_CLIPPED);
      watch.end(Phase.BACKWARD);
      return new Differentiated(value, total, gradients, norm);
    }
  }

  private NDArray scaled(NDArray total) {
    return scale.factor() == 1
        ? total
        : operators.weightedSum(List.of(total), new double[] {scale.factor()});
  }

  /** The region vectors under other dropout; the encoder's part carries no gradient. */
  private NDArray secondView(NDArray masked, long step) {
    dropout.restart(Seeds.derive(settings.seed(), DROPOUT_SEED, step, SECOND_VIEW));
    try (GradientMode off = GradientMode.off();
        Pyramid pyramid = network.backbone().features(masked, dropout)) {
      return network.regionVectors(pyramid);
    }
  }

  private Answers answer(Pyramid pyramid, Asked asked) {
    try (NDArray vectors = network.regionVectors(pyramid)) {
      boolean consistency = loss.uses(Term.CONSISTENCY);
      NDArray[] views = asked.contrasted() ? views(vectors, asked) : new NDArray[2];
      return new Answers(
          loss.uses(Term.RECONSTRUCTION) ? rebuilt(pyramid, asked.box()) : null,
          consistency || loss.uses(Term.NUMBER) ? network.heads().number(vectors) : null,
          consistency || loss.uses(Term.POSITION) ? network.heads().position(vectors) : null,
          views[0],
          views[1],
          loss.uses(Term.ROTATION) ? network.heads().rotation(vectors) : null);
    }
  }

  /** The vectors that the contrast compares. */
  private NDArray[] views(NDArray vectors, Asked asked) {
    ContrastSummary summary = settings.contrastSummary();
    if (!asked.exercise().hasBothViews()) {
      return new NDArray[] {
        network.heads().contrast(vectors, summary),
        network.heads().contrast(asked.otherRegions(), summary)
      };
    }
    long samples = vectors.getShape().get(0) / 2;
    try (NDArray both = network.heads().contrast(vectors, summary)) {
      return new NDArray[] {
        operators.samples(both, 0, samples), operators.samples(both, samples, samples)
      };
    }
  }

  private NDArray rebuilt(Pyramid pyramid, CellBox box) {
    NDArray logits = network.backbone().decode(pyramid, box, dropout);
    if (settings.precision() == TrainerProfile.Precision.FLOAT32) {
      return logits;
    }
    try (logits) {
      return operators.full(logits);
    }
  }

  private boolean recomputes() {
    return settings.activations() == TrainerProfile.Activations.RECOMPUTE;
  }

  /** Frees what the backward pass does not need. */
  private static void close(Answers answers) {
    for (NDArray answer :
        Arrays.asList(
            answers.logits(),
            answers.number(),
            answers.position(),
            answers.contrast(),
            answers.otherView(),
            answers.rotation())) {
      if (answer != null) {
        answer.close();
      }
    }
  }

  private void update(NDList gradients, double rate) {
    optimizer.update(gradients, rate);
    if (average != null) {
      average.update(optimizer.updates());
    }
  }

  private boolean contrasted(int samples) {
    if (!loss.uses(Term.CONTRAST)) {
      return false;
    }
    if (samples == 1 && !saidNoNegatives) {
      saidNoNegatives = true;
      LOG.warn(
          "A batch of one sample has no negatives, so the contrast is left out; use a"
              + " trainer.batchSize of 2 or more, or set trainer.losses.contrast to 0");
    }
    return samples > 1;
  }

  private CellBox box(long step) {
    int stride = network.backbone().coarsestStride();
    int[] edges = grid.subVolume();
    long[] begin = new long[edges.length];
    long[] size = new long[edges.length];
    UniformRandomProvider random = Seeds.random(Seeds.derive(settings.seed(), BOX_SEED, step));
    for (int axis = 0; axis < edges.length; axis++) {
      int cells = edges[axis] / stride;
      size[axis] =
          settings.rebuiltBox() == TrainerProfile.Box.FULL ? cells : settings.boxEdge() / stride;
      begin[axis] = random.nextLong(cells - size[axis] + 1);
    }
    return new CellBox(begin, size);
  }

  private static StepReport report(
      long step,
      HybridLoss.Value value,
      double total,
      double norm,
      double rate,
      Stopwatch watch,
      boolean skipped) {
    return new StepReport(
        step,
        total,
        term(value, Term.RECONSTRUCTION),
        term(value, Term.NUMBER),
        term(value, Term.POSITION),
        term(value, Term.CONSISTENCY),
        term(value, Term.CONTRAST),
        term(value, Term.ROTATION),
        norm,
        rate,
        watch.wall(),
        watch.processor(),
        skipped);
  }

  private static double term(HybridLoss.Value value, Term term) {
    NDArray scalar = value.terms().get(term);
    return scalar == null ? 0 : scalar.getFloat();
  }

  private void requireFitting(Batch batch) {
    if (batch.channels() != inputChannels) {
      throw new IllegalArgumentException(
          "The batch has "
              + batch.channels()
              + " channels but network.inputChannels is "
              + inputChannels);
    }
    long bytes = (long) batch.size() * batch.channels() * grid.voxels() * Short.BYTES;
    if (batch.voxels().remaining() != bytes) {
      throw new IllegalArgumentException(
          "A batch of "
              + batch.size()
              + " samples ("
              + grid
              + ") has "
              + bytes
              + " bytes of voxels, but "
              + batch.voxels().remaining()
              + " were given");
    }
  }

  private Map<String, NDArray> averages() {
    return average == null ? Collections.emptyMap() : average.averages();
  }

  private SortedMap<String, NDArray> places() {
    SortedMap<String, NDArray> places = new TreeMap<>();
    network
        .parameters()
        .names()
        .forEach(name -> places.put(WEIGHTS + name, network.parameters().get(name)));
    optimizer.means().forEach((name, mean) -> places.put(MEANS + name, mean));
    optimizer.squares().forEach((name, square) -> places.put(SQUARES + name, square));
    averages().forEach((name, values) -> places.put(AVERAGES + name, values));
    return places;
  }

  private static void requireFitting(Map<String, Tensor> state, Map<String, NDArray> places) {
    if (!state.containsKey(UPDATES)) {
      throw new StateMismatchException("The state has no tensor " + UPDATES);
    }
    places.forEach(
        (name, place) -> {
          Tensor tensor = state.get(name);
          if (tensor == null) {
            throw new StateMismatchException(
                "The state has no tensor "
                    + name
                    + "; it was written with another profile, use that one to go on");
          }
          if (!Arrays.equals(tensor.shape(), place.getShape().getShape())) {
            throw new StateMismatchException(
                "The state's tensor "
                    + name
                    + " is "
                    + tensor
                    + " but this profile's is F32"
                    + place.getShape()
                    + "; use the profile it was written with to go on");
          }
        });
    for (String name : state.keySet()) {
      if (!name.equals(UPDATES) && !name.equals(LOSS_SCALE) && !places.containsKey(name)) {
        throw new StateMismatchException(
            "The state's tensor "
                + name
                + " has no place in this profile's network; use the profile it was written with to"
                + " go on");
      }
    }
  }

  /**
   * What a pass is asked.
   *
   * @param otherRegions region vectors of the second view under other dropout; null where the
   *     exercise has both views, or nothing is contrasted
   */
  private record Asked(Exercise exercise, CellBox box, boolean contrasted, NDArray otherRegions) {}

  /** Loss and gradients of a pass, unscaled and not clipped. */
  private record Differentiated(
      HybridLoss.Value value, double total, NDList gradients, double norm) {
    boolean overflown() {
      return Double.isFinite(total) && !Double.isFinite(norm);
    }
  }
}
