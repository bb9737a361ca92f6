package dev.hybridmim.trainer.network;

import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.number.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * First values of parameters. Each parameter's are drawn from a seed derived from the network's
 * seed and the parameter's name, so they depend neither on the order of declaration nor on what
 * else the network has.
 */
final class Initializer {
  private static final long HASH_OFFSET = 0xcbf29ce484222325L;
  private static final long HASH_PRIME = 0x100000001b3L;

  private final ParameterMap parameters;
  private final long seed;

  Initializer(ParameterMap parameters, long seed) {
    this.parameters = parameters;
    this.seed = seed;
  }

  /**
   * Weight and bias of a convolution or linear map, both uniform within 1 / sqrt(inputs of one
   * output), which is He's uniform rule as PyTorch applies it (He et al., arXiv 1502.01852).
   *
   * @param weight (outputs, inputs, ...); for a transposed convolution (inputs, outputs, ...)
   * @param outputs length of the bias
   */
  void affine(String name, Shape weight, long outputs) {
    double bound = bound(weight);
    uniform(name + ".weight", weight, bound);
    uniform(name + ".bias", new Shape(outputs), bound);
  }

  /** {@link #affine} without bias. */
  void linear(String name, Shape weight) {
    uniform(name + ".weight", weight, bound(weight));
  }

  /** Scale 1 and shift 0 of a norm. */
  void norm(String name, long channels) {
    float[] ones = new float[Math.toIntExact(channels)];
    Arrays.fill(ones, 1);
    parameters.declare(name + ".weight", new Shape(channels), ones);
    parameters.declare(name + ".bias", new Shape(channels), new float[ones.length]);
  }

  /** Normally distributed values, cut at two standard deviations. */
  void normal(String name, Shape shape, double deviation) {
    UniformRandomProvider random = random(name);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) (deviation * gaussianWithin(random, 2));
    }
    parameters.declare(name, shape, values);
  }

  private void uniform(String name, Shape shape, double bound) {
    UniformRandomProvider random = random(name);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    parameters.declare(name, shape, values);
  }

  private static double bound(Shape weight) {
    return 1 / Math.sqrt((double) weight.size() / weight.get(0));
  }

  private static double gaussianWithin(UniformRandomProvider random, double limit) {
    while (true) {
      double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      double value = radius * Math.cos(2 * Math.PI * random.nextDouble());
      if (Math.abs(value) <= limit) {
        return value;
      }
    }
  }

  private UniformRandomProvider random(String name) {
    return Seeds.random(Seeds.derive(seed, hash(name)));
  }

  /** FNV-1a, 64 bits. */
  private static long hash(String name) {
    long hash = HASH_OFFSET;
    for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedLong(letter)) * HASH_PRIME;
    }
    return hash;
  }
}
