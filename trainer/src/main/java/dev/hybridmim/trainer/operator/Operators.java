package dev.hybridmim.trainer.operator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The operators that DJL lacks, one method each.
 *
 * <p>Layout of volumes is N, C, D, H, W. Results belong to the manager of the first array argument.
 * Methods whose name says "in place" change their arguments. Thread-safe, as long as no two threads
 * change the same array.
 */
public final class Operators implements AutoCloseable {
  private static final String SOURCE = "operators.txt";
  private static final double NORM_EPSILON = 1e-5;

  /** Elements of attention that are computed at once going backward: 4 MB, to stay in the cache. */
  private static final long ATTENTION_CHUNK = 1L << 20;

  private final NDManager manager;
  private final ScriptModule module;
  private final ProductType products;

  private Operators(NDManager manager, ScriptModule module, ProductType products) {
    this.manager = manager;
    this.module = module;
    this.products = products;
  }

  /**
   * Loads the operators for the device of a manager.
   *
   * @param parent closed later than the operators
   */
  public static Operators load(NDManager parent) {
    return load(parent, ProductType.AS_GIVEN);
  }

  /**
   * Loads the operators for the device of a manager.
   *
   * @param products the type in which convolutions, linear maps and attention are computed and
   *     handed on; norms, softmax and region vectors are computed in float32 all the same
   */
  public static Operators load(NDManager parent, ProductType products) {
    NDManager manager = parent.newSubManager();
    return new Operators(
        manager, new ScriptModule(manager, ScriptArchive.pack(source())), products);
  }

  /** Frees the loaded functions. */
  @Override
  public void close() {
    module.close();
    manager.close();
  }

  /**
   * Convolution 3x3x3 with padding 1, instance norm, dropout and leaky rectifier, keeping for the
   * backward pass only the convolution's output, the result and one byte per voxel of dropout.
   *
   * <p>The norm is a group norm with one channel a group, which is the same function. Convolutions
   * to at most 16 channels are computed with channels innermost in memory: oneDNN has no fast
   * weight gradient for so few channels otherwise.
   *
   * <p>More than 16 channels that are no multiple of 16 are filled up with zeros: oneDNN's own
   * filling (PyTorch 2.7.1) was seen to hold other channels' values on a processor of AMD's Zen 5,
   * which made results and gradients wrong from the second sample of a batch on.
   *
   * @param x (N, C, D, H, W)
   * @param weight (O, C, 3, 3, 3)
   * @param bias (O)
   * @param scale of the norm, (O)
   * @param shift of the norm, (O)
   * @param dropout gives the next mask
   * @param slope of the rectifier for negative values
   * @return (N, O, D, H, W)
   */
  public NDArray convolutionBlock(
      NDArray x,
      NDArray weight,
      NDArray bias,
      NDArray scale,
      NDArray shift,
      Dropout dropout,
      double slope) {
    if (!dropout.isActive()) {
      return array(
          "conv_block",
          x,
          value(x),
          value(weight),
          value(bias),
          value(scale),
          value(shift),
          IValue.from(NORM_EPSILON),
          IValue.from(slope),
          IValue.from(products.code()));
    }
    Shape in = x.getShape();
    Shape out = new Shape(in.get(0), weight.getShape().get(0), in.get(2), in.get(3), in.get(4));
    try (NDArray kept = dropout.next(x.getManager(), out)) {
      return array(
          "conv_block_dropout",
          x,
          value(x),
          value(weight),
          value(bias),
          value(scale),
          value(shift),
          IValue.from(NORM_EPSILON),
          value(kept),
          IValue.from(dropout.scale()),
          IValue.from(slope),
          IValue.from(products.code()));
    }
  }

  /**
   * Instance norm without affine part: every channel of every sample to mean 0 and variance 1, over
   * its voxels (Ulyanov et al., arXiv 1607.08022).
   *
   * @param x (N, C, D, H, W)
   */
  public NDArray instanceNorm(NDArray x) {
    return array("instance_norm", x, value(x), IValue.from(NORM_EPSILON));
  }

  /**
   * Convolution with one stride and one padding on all axes, without bias.
   *
   * @param x (N, C, D, H, W)
   * @param weight (O, C, k, k, k)
   * @return (N, O, (D + 2 padding - k) / stride + 1, ...)
   */
  public NDArray convolution(NDArray x, NDArray weight, int stride, int padding) {
    return array(
        "conv3d",
        x,
        value(x),
        value(weight),
        IValue.from(stride),
        IValue.from(padding),
        IValue.from(products.code()));
  }

  /** {@link #convolution} with bias (O). */
  public NDArray convolution(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
    return array(
        "conv3d_bias",
        x,
        value(x),
        value(weight),
        value(bias),
        IValue.from(stride),
        IValue.from(padding),
        IValue.from(products.code()));
  }

  /**
   * Transposed convolution whose kernel is its stride, so that every cell becomes a cube.
   *
   * <p>To more than 16 channels that are no multiple of 32 it is computed as a product of matrices,
   * for the reason that {@link #convolutionBlock} fills up channels.
   *
   * @param x (N, C, D, H, W)
   * @param weight (C, O, s, s, s)
   * @param bias (O)
   * @return (N, O, s D, s H, s W)
   */
  public NDArray deconvolution(NDArray x, NDArray weight, NDArray bias) {
    return array(
        "deconv3d_bias",
        x,
        value(x),
        value(weight),
        value(bias),
        IValue.from(weight.getShape().get(2)),
        IValue.from(products.code()));
  }

  /** {@link #deconvolution(NDArray, NDArray, NDArray)} without bias. */
  public NDArray deconvolution(NDArray x, NDArray weight) {
    return array(
        "deconv3d",
        x,
        value(x),
        value(weight),
        IValue.from(weight.getShape().get(2)),
        IValue.from(products.code()));
  }

  /** Largest value of every cube of {@code edge} voxels. */
  public NDArray maxPool(NDArray x, int edge) {
    return array("max_pool3d", x, value(x), IValue.from(edge));
  }

  /** Puts the channels of the second array behind those of the first. */
  public NDArray concatenateChannels(NDArray first, NDArray second) {
    return array("concat", first, value(first), value(second), IValue.from(1));
  }

  /** The box of {@code size} voxels that begins at {@code begin}; a view, not a copy. */
  public NDArray crop(NDArray x, long[] begin, long[] size) {
    return array("crop3d", x, value(x), IValue.listFrom(begin), IValue.listFrom(size));
  }

  /**
   * Affine map of the last axis.
   *
   * @param x (..., I)
   * @param weight (O, I)
   * @param bias (O)
   */
  public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return array("linear", x, value(x), value(weight), value(bias), IValue.from(products.code()));
  }

  /**
   * {@link #linear(NDArray, NDArray, NDArray)} in the arguments' own type, whatever products are.
   */
  public NDArray linearAsGiven(NDArray x, NDArray weight, NDArray bias) {
    return array(
        "linear",
        x,
        value(x),
        value(weight),
        value(bias),
        IValue.from(ProductType.AS_GIVEN.code()));
  }

  /** {@link #linear(NDArray, NDArray, NDArray)} without bias. */
  public NDArray linear(NDArray x, NDArray weight) {
    return array("linear_plain", x, value(x), value(weight), IValue.from(products.code()));
  }

  /** The logistic function. */
  public NDArray sigmoid(NDArray x) {
    return array("sigmoid", x, value(x));
  }

  /** Exponentials that add up to 1 along an axis. */
  public NDArray softmax(NDArray x, int axis) {
    return array("softmax", x, value(x), IValue.from(axis));
  }

  /** Gaussian error linear unit, exact form (Hendrycks and Gimpel, arXiv 1606.08415). */
  public NDArray gelu(NDArray x) {
    return array("gelu", x, value(x));
  }

  /** Leaky rectifier. */
  public NDArray leakyRectifier(NDArray x, double slope) {
    return array("leaky_relu", x, value(x), IValue.from(slope));
  }

  /**
   * Norm over the last axis (Ba et al., arXiv 1607.06450).
   *
   * @param x (..., C)
   * @param scale (C)
   * @param shift (C)
   */
  public NDArray layerNorm(NDArray x, NDArray scale, NDArray shift) {
    return array(
        "layer_norm",
        x,
        value(x),
        value(scale),
        value(shift),
        IValue.from(NORM_EPSILON),
        IValue.from(products.code()));
  }

  /** {@link #layerNorm(NDArray, NDArray, NDArray)} without affine part. */
  public NDArray layerNorm(NDArray x) {
    return array(
        "layer_norm_plain", x, value(x), IValue.from(NORM_EPSILON), IValue.from(products.code()));
  }

  /** Shifts along axes; what leaves at one end comes back at the other. */
  public NDArray roll(NDArray x, long[] shifts, long[] axes) {
    return array("roll", x, value(x), IValue.listFrom(shifts), IValue.listFrom(axes));
  }

  /**
   * softmax(query key^T / sqrt(E) + bias) value (Vaswani et al., arXiv 1706.03762).
   *
   * @param query (..., L, E)
   * @param key (..., S, E)
   * @param value (..., S, E)
   * @param bias broadcast to (..., L, S)
   */
  public NDArray attention(NDArray query, NDArray key, NDArray value, NDArray bias) {
    return array("attention", query, value(query), value(key), value(value), value(bias));
  }

  /** Drops elements and scales the others up; the array itself when nothing is dropped. */
  public NDArray dropout(NDArray x, Dropout dropout) {
    if (!dropout.isActive()) {
      return x;
    }
    try (NDArray kept = dropout.next(x.getManager(), x.getShape())) {
      return array("dropout", x, value(x), value(kept), IValue.from(dropout.scale()));
    }
  }

  /** The sum of two arrays of one shape. */
  public NDArray add(NDArray first, NDArray second) {
    return array("add", first, value(first), value(second));
  }

  /**
   * Two convolutions 3x3x3 with instance norm (no affine part, no bias) and leaky rectifier, added
   * to the input (He et al., arXiv 1512.03385).
   *
   * @param x (N, C, D, H, W)
   * @param first (C, C, 3, 3, 3)
   * @param second (C, C, 3, 3, 3)
   */
  public NDArray residualBlock(NDArray x, NDArray first, NDArray second, double slope) {
    return array(
        "residual_block",
        x,
        value(x),
        value(first),
        value(second),
        IValue.from(NORM_EPSILON),
        IValue.from(slope),
        IValue.from(products.code()));
  }

  /**
   * {@link #residualBlock} to another number of channels: the input goes through a normed
   * convolution 1x1x1.
   *
   * @param first (O, C, 3, 3, 3)
   * @param second (O, O, 3, 3, 3)
   * @param third (O, C, 1, 1, 1)
   */
  public NDArray residualBlock(
      NDArray x, NDArray first, NDArray second, NDArray third, double slope) {
    return array(
        "residual_block_projected",
        x,
        value(x),
        value(first),
        value(second),
        value(third),
        IValue.from(NORM_EPSILON),
        IValue.from(slope),
        IValue.from(products.code()));
  }

  /** (N, C, D, H, W) to (N, D, H, W, C). */
  public NDArray channelsLast(NDArray x) {
    return array("channels_last", x, value(x));
  }

  /** (N, D, H, W, C) to (N, C, D, H, W). */
  public NDArray channelsFirst(NDArray x) {
    return array("channels_first", x, value(x));
  }

  /**
   * Cuts a grid into windows: pads at the far ends, rolls back by the shift, cuts.
   *
   * @param x (N, D, H, W, C)
   * @return (N, windows, cells of a window, C)
   */
  public NDArray windows(NDArray x, long[] padding, long[] shift, long[] window) {
    return array(
        "windows",
        x,
        value(x),
        IValue.listFrom(padding),
        IValue.listFrom(shift),
        IValue.listFrom(window));
  }

  /**
   * The inverse of {@link #windows}.
   *
   * @param grid D, H, W before padding
   */
  public NDArray joinWindows(NDArray x, long[] grid, long[] padding, long[] shift, long[] window) {
    return array(
        "unwindow",
        x,
        value(x),
        IValue.listFrom(grid),
        IValue.listFrom(padding),
        IValue.listFrom(shift),
        IValue.listFrom(window));
  }

  /**
   * Attention inside windows with a bias by relative position (Liu et al., arXiv 2103.14030).
   * Windows of one kind share their mask, so that no mask is spread over all windows. PyTorch's
   * fused kernel wants biases whose last axis is contiguous; with any others it falls back silently
   * to one that holds the attention between all cells in memory.
   *
   * @param joined query, key and value side by side, (N, windows, L, 3 C)
   * @param table of biases, (relative positions, heads)
   * @param index rows of the table for every pair of cells, int64, (L L)
   * @param kinds of the windows
   * @return (N, windows, L, C)
   */
  public NDArray windowAttention(
      NDArray joined, NDArray table, NDArray index, int heads, WindowKinds kinds) {
    return array(
        "attention_core",
        joined,
        value(joined),
        IValue.from(heads),
        value(table),
        value(index),
        value(kinds.order()),
        value(kinds.inverse()),
        IValue.listFrom(kinds.counts()),
        value(kinds.masks()));
  }

  /**
   * Gradients of {@link #windowAttention} with respect to its first two arguments, computed for a
   * few windows at a time, so that the attention between all cells is never in memory as a whole.
   *
   * @param gradient with respect to the result
   */
  public List<NDArray> windowAttentionGradients(
      NDArray joined,
      NDArray gradient,
      NDArray table,
      NDArray index,
      int heads,
      WindowKinds kinds) {
    long cells = joined.getShape().get(2);
    long chunk = Math.max(1, ATTENTION_CHUNK / (heads * cells * cells));
    try (IValue result =
        module.run(
            "attention_core_gradients",
            value(joined),
            value(gradient),
            IValue.from(heads),
            value(table),
            value(index),
            value(kinds.order()),
            value(kinds.inverse()),
            IValue.listFrom(kinds.counts()),
            value(kinds.masks()),
            IValue.from(chunk))) {
      return List.of(result.toTensorArray((PtNDManager) joined.getManager()));
    }
  }

  /**
   * Joins eight neighbouring cells' channels, norms them and maps them linearly.
   *
   * @param x (N, D, H, W, C); odd edges are padded
   * @param offsets of the eight neighbours, three numbers each, 0 or 1
   * @param scale (8 C)
   * @param shift (8 C)
   * @param weight (O, 8 C)
   * @return (N, D / 2, H / 2, W / 2, O)
   */
  public NDArray mergeNeighbours(
      NDArray x, long[] offsets, NDArray scale, NDArray shift, NDArray weight) {
    return array(
        "merge_neighbours",
        x,
        value(x),
        IValue.listFrom(offsets),
        value(scale),
        value(shift),
        IValue.from(NORM_EPSILON),
        value(weight),
        IValue.from(products.code()));
  }

  /**
   * Mean of the coarsest cells of every region.
   *
   * @param x (N, C, D, H, W)
   * @param cells edge of a region in cells
   * @return (N, R, C), regions in raster order, the last axis fastest
   */
  public NDArray regionVectors(NDArray x, int cells) {
    return array("region_vectors", x, value(x), IValue.from(cells), IValue.from(products.code()));
  }

  /**
   * A mask of voxels from a mask of patches.
   *
   * @param patches (N, d, h, w)
   * @return (N, 1, d edge, h edge, w edge)
   */
  public NDArray expandMask(NDArray patches, int edge) {
    return array("expand_mask", patches, value(patches), IValue.from(edge));
  }

  /** Voxels with those under the mask (1) set to 0. */
  public NDArray hide(NDArray voxels, NDArray mask) {
    return array("hide", voxels, value(voxels), value(mask));
  }

  /** The same in float32 where products have another type, else the same. */
  public NDArray full(NDArray x) {
    return array("full", x, value(x), IValue.from(products.code()));
  }

  /** Multiplies arrays in place. */
  public void scale(List<NDArray> arrays, double factor) {
    try (GradientMode off = GradientMode.off()) {
      module.run("scale_", list(arrays), IValue.from(factor)).close();
    }
  }

  /** A copy in float32, whatever the type was. */
  public NDArray toFloat(NDArray x) {
    return array("to_float", x, value(x));
  }

  /**
   * Mean squared error over the voxels under the mask; 0 when there is none.
   *
   * @param prediction (N, C, D, H, W)
   * @param target same shape
   * @param mask (N, 1, D, H, W), 1 where a voxel counts
   */
  public NDArray maskedSquareError(NDArray prediction, NDArray target, NDArray mask) {
    return array("masked_square_error", prediction, value(prediction), value(target), value(mask));
  }

  /** {@link #maskedSquareError} of the logistic function of logits. */
  public NDArray reconstructionLoss(NDArray logits, NDArray target, NDArray mask) {
    return array("reconstruction_loss", logits, value(logits), value(target), value(mask));
  }

  /**
   * Mean absolute difference between the logistic function of logits and a target over the voxels
   * under the mask; shapes as in {@link #maskedSquareError}.
   */
  public NDArray absoluteReconstructionLoss(NDArray logits, NDArray target, NDArray mask) {
    return array("absolute_reconstruction_loss", logits, value(logits), value(target), value(mask));
  }

  /** Puts the samples of the second array behind those of the first. */
  public NDArray concatenateSamples(NDArray first, NDArray second) {
    return array("concat", first, value(first), value(second), IValue.from(0));
  }

  /** Some of the samples; a view, not a copy. */
  public NDArray samples(NDArray x, long begin, long count) {
    return array("rows", x, value(x), IValue.from(begin), IValue.from(count));
  }

  /**
   * Turns every sample in the plane of its first two axes, from the first towards the second.
   *
   * @param x (N, C, D, D, W)
   * @param turns quarter turns of every sample
   */
  public NDArray turn(NDArray x, long[] turns) {
    return array("turn", x, value(x), IValue.listFrom(turns));
  }

  /**
   * Mean cross-entropy of softmax(logits).
   *
   * @param logits (..., K)
   * @param labels (...), int64 from 0 to K - 1
   */
  public NDArray crossEntropy(NDArray logits, NDArray labels) {
    return array("cross_entropy", logits, value(logits), value(labels));
  }

  /** Mean binary cross-entropy of sigmoid(logits); labels 0 or 1 in the logits' shape. */
  public NDArray binaryCrossEntropy(NDArray logits, NDArray labels) {
    return array("binary_cross_entropy", logits, value(logits), value(labels));
  }

  /**
   * Half the cross-entropy of the number head against the count of predicted positions, plus half
   * the squared error of the two expected counts. Each head learns with the other one's answer as a
   * constant.
   *
   * @param number logits (N, R, P + 1)
   * @param position logits (N, R, P)
   */
  public NDArray consistencyLoss(NDArray number, NDArray position) {
    return array("consistency_loss", number, value(number), value(position));
  }

  /** The published form: the squared error is between hard counts and carries no gradient. */
  public NDArray publishedConsistencyLoss(NDArray number, NDArray position) {
    return array("consistency_loss_published", number, value(number), value(position));
  }

  /**
   * NT-Xent: normalised temperature-scaled cross-entropy (Chen et al., arXiv 2002.05709).
   *
   * @param first (N, E), one view's vectors
   * @param second (N, E), the other's
   */
  public NDArray contrastLoss(NDArray first, NDArray second, double temperature) {
    return array("contrast_loss", first, value(first), value(second), IValue.from(temperature));
  }

  /**
   * 1 - mean soft Dice of softmax(logits) (Milletari et al., arXiv 1606.04797).
   *
   * @param logits (N, K, D, H, W)
   * @param labels (N, 1, D, H, W), int64 from 0 to K - 1
   */
  public NDArray diceLoss(NDArray logits, NDArray labels, DiceSettings settings) {
    return array(
        "dice_loss",
        logits,
        value(logits),
        value(labels),
        IValue.from(settings.background()),
        IValue.from(settings.squared()),
        IValue.from(settings.wholeBatch()),
        IValue.from(settings.numerator()),
        IValue.from(settings.denominator()));
  }

  /**
   * 1 - mean soft Dice of sigmoid(logits), every class against its own truth.
   *
   * @param logits (N, K, D, H, W)
   * @param truth the same shape, float32, 0 or 1
   */
  public NDArray overlappingDiceLoss(NDArray logits, NDArray truth, DiceSettings settings) {
    return array(
        "overlapping_dice_loss",
        logits,
        value(logits),
        value(truth),
        IValue.from(settings.squared()),
        IValue.from(settings.wholeBatch()),
        IValue.from(settings.numerator()),
        IValue.from(settings.denominator()));
  }

  /** Mean cross-entropy over voxels; shapes as in {@link #diceLoss}. */
  public NDArray voxelCrossEntropy(NDArray logits, NDArray labels) {
    return array("voxel_cross_entropy", logits, value(logits), value(labels));
  }

  /** Sum of scalars, each times its weight. */
  public NDArray weightedSum(List<NDArray> terms, double[] weights) {
    return array("weighted_sum", terms.get(0), list(terms), IValue.listFrom(weights));
  }

  /**
   * Gradients of a scalar; the graph behind it is freed. A parameter that had no part gets zeros.
   *
   * <p>A convolution with channels innermost hands its weight's gradient over with channels
   * innermost too. {@link #adamW} walks through memory without looking at strides, so every
   * gradient is laid out here as its parameter is.
   *
   * @param manager owner of the result
   * @return one array a parameter, in order, C order in memory
   */
  public NDList gradients(NDArray loss, List<NDArray> parameters, NDManager manager) {
    try (GradientMode recording = GradientMode.on();
        IValue result = module.run("gradients", value(loss), list(parameters))) {
      return new NDList(result.toTensorArray((PtNDManager) manager));
    }
  }

  /**
   * Gradients of an array's product with another one; the graph behind it is freed.
   *
   * @param factor same shape as the array
   * @return one array for each of the ends, null for one that had no part; owned by the array's
   *     manager
   */
  List<NDArray> gradientsOrNone(NDArray array, NDArray factor, List<NDArray> ends) {
    try (IValue result =
        module.run("gradients_or_empty", value(array), value(factor), list(ends))) {
      List<NDArray> found = new ArrayList<>();
      for (NDArray gradient : result.toTensorArray((PtNDManager) array.getManager())) {
        if (gradient.getShape().dimension() == 1 && gradient.isEmpty()) {
          gradient.close();
          found.add(null);
        } else {
          found.add(gradient);
        }
      }
      return found;
    }
  }

  /** The same values as a new leaf that gradients reach; no copy. */
  NDArray leaf(NDArray x) {
    return array("leaf", x, value(x));
  }

  /** The same values without gradient; no copy. */
  NDArray constant(NDArray x) {
    return array("constant", x, value(x));
  }

  /** The same array, gradient and all, under another handle. */
  NDArray same(NDArray x) {
    return array("same", x, value(x));
  }

  /** The same values laid out in C order; a copy only where they are not. */
  NDArray inRowMajorOrder(NDArray x) {
    return array("row_major", x, value(x));
  }

  /**
   * Scales arrays in place so that their common norm is at most a limit.
   *
   * @param limit 0 scales nothing
   * @return the norm before
   */
  public double clip(List<NDArray> gradients, double limit) {
    try (GradientMode off = GradientMode.off();
        NDArray norm = array("clip_", gradients.get(0), list(gradients), IValue.from(limit))) {
      return norm.getFloat();
    }
  }

  /**
   * One step of AdamW in place (Loshchilov and Hutter, arXiv 1711.05101).
   *
   * @param gradients in C order in memory, as {@link #gradients} gives them
   * @param means first moments
   * @param squares second moments
   * @param update number of this update as a float32 scalar, from 1
   */
  public void adamW(
      List<NDArray> parameters,
      List<NDArray> gradients,
      List<NDArray> means,
      List<NDArray> squares,
      NDArray update,
      AdamSettings settings,
      double learningRate,
      double weightDecay) {
    try (GradientMode off = GradientMode.off()) {
      module
          .run(
              "adamw_",
              list(parameters),
              list(gradients),
              list(means),
              list(squares),
              value(update),
              IValue.from(learningRate),
              IValue.from(settings.meanDecay()),
              IValue.from(settings.squareDecay()),
              IValue.from(settings.epsilon()),
              IValue.from(weightDecay))
          .close();
    }
  }

  /** Moves averages towards values in place by a share of the difference. */
  public void moveAverages(List<NDArray> averages, List<NDArray> values, double share) {
    try (GradientMode off = GradientMode.off()) {
      module.run("average_", list(averages), list(values), IValue.from(share)).close();
    }
  }

  /** Overwrites an array in place with another one of the same shape. */
  public void assign(NDArray target, NDArray source) {
    try (GradientMode off = GradientMode.off()) {
      module.run("assign_", value(target), value(source)).close();
    }
  }

  private NDArray array(String method, NDArray owner, IValue... arguments) {
    try (IValue result = module.run(method, arguments)) {
      return result.toTensor((PtNDManager) owner.getManager());
    }
  }

  private static IValue value(NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  private static IValue list(List<NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  private static String source() {
    try (InputStream stream = Operators.class.getResourceAsStream(SOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("The operators' source " + SOURCE + " is not in the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The operators' source " + SOURCE + " can't be read", e);
    }
  }

  /**
   * Constants of Adam.
   *
   * @param meanDecay beta 1
   * @param squareDecay beta 2
   */
  public record AdamSettings(double meanDecay, double squareDecay, double epsilon) {
    /** 0.9, 0.999, 1e-8, as published. */
    public static final AdamSettings PUBLISHED = new AdamSettings(0.9, 0.999, 1e-8);
  }

  /**
   * Forms of the Dice loss.
   *
   * @param background whether class 0 counts
   * @param squared whether the denominator has squared shares
   * @param wholeBatch whether overlaps are summed over the batch before dividing
   * @param numerator added above
   * @param denominator added below
   */
  public record DiceSettings(
      boolean background,
      boolean squared,
      boolean wholeBatch,
      double numerator,
      double denominator) {
    /** All classes, plain shares, sample by sample, 1e-5 above and below. */
    public static final DiceSettings USUAL = new DiceSettings(true, false, false, 1e-5, 1e-5);
  }

  /**
   * Windows sorted by what their cells may attend to.
   *
   * @param order windows, kind after kind, int64
   * @param inverse where each window went, int64
   * @param counts windows of every kind; one kind means no mask
   * @param masks added to the attention, (kinds, L, L)
   */
  public record WindowKinds(NDArray order, NDArray inverse, long[] counts, NDArray masks) {}
}
