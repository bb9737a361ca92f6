package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.random.Draws;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CachedVolumeTest {
  private static final int[] SHAPE = {13, 9, 7};
  private static final ArrayVolume VOLUME =
      new ArrayVolume(ramp(1, new int[] {26, 9, 7}), 2, SHAPE);

  @Property(tries = 300)
  void anyBoxIsTheVolumesOwn(
      @ForAll long seed, @ForAll @IntRange(max = 4000) int cacheBytes, @ForAll boolean warm) {
    ChunkCache cache = new ChunkCache(cacheBytes);
    CachedVolume cached = new CachedVolume("a", VOLUME, new int[] {5, 4, 7}, cache);
    if (warm) {
      cached.readBox(new int[3], SHAPE, new float[2 * 13 * 9 * 7]);
    }
    Draws draws = new Draws(seed);
    int[] origin = new int[3];
    int[] size = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      origin[axis] = draws.below(SHAPE[axis]);
      size[axis] = draws.between(1, SHAPE[axis] - origin[axis]);
    }
    float[] expected = new float[2 * size[0] * size[1] * size[2]];
    float[] actual = expected.clone();
    VOLUME.readBox(origin, size, expected);
    cached.readBox(origin, size, actual);

    assertThat(actual).isEqualTo(expected);
    assertThat(cache.bytes()).isLessThanOrEqualTo(Math.max(cacheBytes, 2 * 5 * 4 * 7 * 4));
  }

  @Example
  void whatIsAtHandIsNotReadAgainAndTheLeastRecentlyUsedGivesWay() {
    AtomicInteger reads = new AtomicInteger();
    VoxelSource counted =
        new VoxelSource() {
          @Override
          public int[] shape() {
            return new int[] {4, 1, 1};
          }

          @Override
          public int channels() {
            return 1;
          }

          @Override
          public void readBox(int[] origin, int[] size, float[] into) {
            reads.incrementAndGet();
          }
        };
    ChunkCache cache = new ChunkCache(2 * Float.BYTES);
    CachedVolume cached = new CachedVolume("a", counted, new int[] {1, 1, 1}, cache);
    int[] places = {0, 1, 0, 1, 2, 1, 2, 0};
    for (int place : places) {
      cached.readBox(new int[] {place, 0, 0}, new int[] {1, 1, 1}, new float[1]);
    }
    // 0 and 1 are read, then 2 in place of 0, then 0 again.
    assertThat(reads).hasValue(4);
    assertThat(cache.bytes()).isEqualTo(8);
  }

  @Example
  void volumesDoNotMix() {
    ChunkCache cache = new ChunkCache(1 << 20);
    float[] other = ramp(2, new int[] {26, 9, 7});
    CachedVolume first = new CachedVolume("a", VOLUME, new int[] {5, 4, 7}, cache);
    CachedVolume second =
        new CachedVolume("b", new ArrayVolume(other, 2, SHAPE), new int[] {5, 4, 7}, cache);
    float[] box = new float[2 * 13 * 9 * 7];
    first.readBox(new int[3], SHAPE, box);
    second.readBox(new int[3], SHAPE, box);

    assertThat(box).isEqualTo(other);
  }
}
