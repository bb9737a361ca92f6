package dev.hybridmim.augment.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.random.Draws;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CachedVolumeTest {
  private static final int[] SHAPE = {13, 9, 7};
  private static final int[] CHUNK = {5, 4, 7};
  private static final int CHUNK_BYTES = 5 * 4 * 7 * Short.BYTES;
  private static final int LEVELS = 1000;

  @Property(tries = 300)
  void anyBoxIsTheVolumesOwn(
      @ForAll long seed, @ForAll @IntRange(max = 2000) int cacheBytes, @ForAll boolean warm) {
    ChunkCache cache = new ChunkCache(cacheBytes);
    Chunks volume = new Chunks(seed);
    CachedVolume cached = new CachedVolume("a", volume, cache);
    if (warm) {
      cached.readBox(new int[3], SHAPE, new float[13 * 9 * 7]);
    }
    Draws draws = new Draws(seed);
    int[] origin = new int[3];
    int[] size = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      origin[axis] = draws.below(SHAPE[axis]);
      size[axis] = draws.between(1, SHAPE[axis] - origin[axis]);
    }
    float[] actual = new float[size[0] * size[1] * size[2]];
    cached.readBox(origin, size, actual);

    assertThat(actual).isEqualTo(volume.box(origin, size));
    assertThat(volume.expected).isEmpty();
    assertThat(cache.bytes()).isLessThanOrEqualTo(Math.max(cacheBytes, CHUNK_BYTES));
  }

  @Example
  void whatIsAtHandIsNotReadAgainAndTheLeastRecentlyUsedGivesWay() {
    Chunks volume = new Chunks(1);
    ChunkCache cache = new ChunkCache(2 * CHUNK_BYTES);
    CachedVolume cached = new CachedVolume("a", volume, cache);
    int[] places = {0, 5, 0, 5, 10, 5, 10, 0};
    for (int place : places) {
      cached.readBox(new int[] {place, 0, 0}, new int[] {1, 1, 1}, new float[1]);
    }
    assertThat(volume.expected).isEmpty();
    // The first two are read, then the third in place of the first, then the first again.
    assertThat(volume.reads).hasValue(4);
    assertThat(cache.bytes()).isEqualTo(2 * CHUNK_BYTES);
  }

  @Example
  void volumesDoNotMix() {
    ChunkCache cache = new ChunkCache(1 << 20);
    Chunks other = new Chunks(2);
    float[] box = new float[13 * 9 * 7];
    new CachedVolume("a", new Chunks(1), cache).readBox(new int[3], SHAPE, box);
    new CachedVolume("b", other, cache).readBox(new int[3], SHAPE, box);

    assertThat(box).isEqualTo(other.box(new int[3], SHAPE));
  }

  /** Codes that follow from the place, some of them above the highest level. */
  private static final class Chunks implements ChunkedVolume {
    private final long seed;
    private final AtomicInteger reads = new AtomicInteger();
    private final Set<List<Integer>> expected = new HashSet<>();

    Chunks(long seed) {
      this.seed = seed;
    }

    @Override
    public int[] shape() {
      return SHAPE.clone();
    }

    @Override
    public int[] chunkShape() {
      return CHUNK.clone();
    }

    @Override
    public float[] intensities() {
      float[] intensities = new float[LEVELS + 1];
      for (int code = 0; code <= LEVELS; code++) {
        intensities[code] = code / (float) LEVELS;
      }
      return intensities;
    }

    @Override
    public void expect(List<int[]> numbers) {
      expected.clear();
      numbers.forEach(at -> expected.add(List.of(at[0], at[1], at[2])));
    }

    @Override
    public void readChunk(int i, int j, int k, short[] codes) {
      reads.incrementAndGet();
      expected.remove(List.of(i, j, k));
      int at = 0;
      for (int ci = 0; ci < CHUNK[0]; ci++) {
        for (int cj = 0; cj < CHUNK[1]; cj++) {
          for (int ck = 0; ck < CHUNK[2]; ck++) {
            codes[at++] = (short) code(i * CHUNK[0] + ci, j * CHUNK[1] + cj, k * CHUNK[2] + ck);
          }
        }
      }
    }

    private int code(int i, int j, int k) {
      int place = (i * SHAPE[1] + j) * SHAPE[2] + k;
      return place % 50 == 3 ? 0xffff : (int) Math.floorMod(place * 31 + seed, (long) LEVELS);
    }

    float[] box(int[] origin, int[] size) {
      float[] box = new float[size[0] * size[1] * size[2]];
      int at = 0;
      for (int i = origin[0]; i < origin[0] + size[0]; i++) {
        for (int j = origin[1]; j < origin[1] + size[1]; j++) {
          for (int k = origin[2]; k < origin[2] + size[2]; k++) {
            box[at++] = Math.min(1f, code(i, j, k) / (float) LEVELS);
          }
        }
      }
      return box;
    }
  }
}
