package dev.hybridmim.trainer.operator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Draws what dropout drops (Srivastava et al., JMLR 15, 2014), from a seed and nothing else.
 *
 * <p>After {@link #restart} the masks are the same sequence of bytes on every machine and device,
 * whatever else the process computes. The generator is SplitMix64, as everywhere in the platform.
 * Eight elements take two 64-bit words: byte b of the first word gives the upper seven bits of
 * element b's number, byte b of the second the lower seven; an element is dropped when its number
 * is below {@code round(probability * 2^14)}. So the probability is met to 1 in 32768, and what is
 * kept is scaled by the inverse of the share that is met.
 *
 * <p>Not thread-safe; holds one buffer of the largest mask, one byte an element.
 */
public final class Dropout {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long ONES = 0x0101010101010101L;
  private static final int LANE = 128;
  private static final int STEPS = LANE * LANE;

  private final int threshold;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
  private long state;

  private Dropout(int threshold) {
    this.threshold = threshold;
  }

  /** Drops nothing. */
  public static Dropout none() {
    return new Dropout(0);
  }

  /**
   * Drops elements independently of each other.
   *
   * @param probability from 0 to less than 1
   */
  public static Dropout of(double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "A dropout probability is at least 0 and less than 1, not " + probability);
    }
    return new Dropout((int) Math.round(probability * STEPS));
  }

  /** Begins a new sequence of masks. */
  public Dropout restart(long seed) {
    state = seed;
    return this;
  }

  /** Where the sequence stands: a {@link #restart} with it gives the masks that come next. */
  long position() {
    return state;
  }

  /** False when nothing is ever dropped. */
  public boolean isActive() {
    return threshold > 0;
  }

  /** What the kept elements are multiplied with. */
  double scale() {
    return (double) STEPS / (STEPS - threshold);
  }

  /**
   * The next mask: true where an element is kept. The array lies in this object's buffer and is
   * overwritten by the next call, so an operator that keeps it must copy it.
   */
  NDArray next(NDManager manager, Shape shape) {
    int elements = Math.toIntExact(shape.size());
    draw((elements + Long.BYTES - 1) / Long.BYTES);
    ByteBuffer mask = buffer.duplicate().order(ByteOrder.nativeOrder());
    mask.position(0).limit(elements);
    return manager.create(mask.slice(), shape, DataType.BOOLEAN);
  }

  private void draw(int words) {
    if (buffer.capacity() < words * Long.BYTES) {
      buffer = ByteBuffer.allocateDirect(words * Long.BYTES);
    }
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    long aboveUpper = (LANE - 1 - threshold / LANE) * ONES;
    long atLeastUpper = aboveUpper + ONES;
    long atLeastLower = (LANE - threshold % LANE) * ONES;
    for (int word = 0; word < words; word++) {
      long upper = nextWord() & LOW_BITS;
      long lower = nextWord() & LOW_BITS;
      // A lane's highest bit is set when its number reaches what was left out of 128.
      long kept = (upper + aboveUpper) | ((upper + atLeastUpper) & (lower + atLeastLower));
      buffer.putLong(word * Long.BYTES, kept >>> 7 & ONES);
    }
  }

  private long nextWord() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
