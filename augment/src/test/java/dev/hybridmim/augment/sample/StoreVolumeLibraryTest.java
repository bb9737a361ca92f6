package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static dev.hybridmim.augment.testing.TestVolumes.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.augment.testing.FaultyStore;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreVolumeLibraryTest {
  private static final int[] SHAPE = {70, 40, 30};
  private static final Patience SHORT = new Patience(4, Duration.ofMillis(1), Duration.ofMillis(2));

  @TempDir Path directory;
  private FaultyStore store;
  private StoreVolumeLibrary library;
  private Volume volume;

  @BeforeEach
  void storeOneVolume() {
    store = new FaultyStore(new FileObjectStore(directory));
    volume = stored(store, 1, SHAPE);
    library = new StoreVolumeLibrary(store, 1 << 20, SHORT);
  }

  @Test
  void voxelsAreTheStoredOnes() {
    float[] voxels = readAll();
    float[] expected = ramp(1, SHAPE);
    for (int voxel = 0; voxel < expected.length; voxel++) {
      assertThat(voxels[voxel]).isEqualTo(expected[voxel]);
    }
  }

  @Test
  void aVolumeAtHandCostsTheStoreNothing() {
    readAll();
    int requests = store.gets();
    readAll();

    // Metadata and two chunks: 70 voxels are cut in two.
    assertThat(requests).isEqualTo(3);
    assertThat(store.gets()).isEqualTo(3);
  }

  @Test
  void aStoreThatComesBackIsWaitedFor() {
    store.failNext(3);
    assertThat(readAll()).hasSize(70 * 40 * 30);
  }

  @Test
  void chunksThatFailTogetherAreFetchedAgain() {
    StoreVolumeLibrary forgetful = new StoreVolumeLibrary(store, 0, SHORT);
    VoxelSource opened = forgetful.open(volume);
    // The two that are fetched at once, and the first one again.
    store.failNext(3);
    float[] voxels = new float[70 * 40 * 30];
    opened.readBox(new int[3], SHAPE, voxels);

    assertThat(voxels).isEqualTo(readAll());
  }

  @Test
  void theChunksOfABoxAreFetchedAtTheSameTime() {
    VoxelSource opened = library.open(volume);
    // Neither of the two is answered before both are asked for.
    store.answerTogether(2);
    opened.readBox(new int[3], SHAPE, new float[70 * 40 * 30]);

    assertThat(store.gets()).isEqualTo(3);
  }

  @Test
  void aStoreThatStaysAwayIsNotTheVolumesFault() {
    store.failNext(Integer.MAX_VALUE);
    assertThatThrownBy(this::readAll).isInstanceOf(ObjectStoreException.class);
    assertThat(store.gets()).isEqualTo(4);
  }

  @Test
  void aMissingChunkMakesTheVolumeUnusable() {
    store.delete(chunkKey());
    assertThatThrownBy(this::readAll)
        .isInstanceOf(UnusableVolumeException.class)
        .hasMessageContaining(volume.getId())
        .hasMessageContaining("is missing");
  }

  @Test
  void aDamagedChunkMakesTheVolumeUnusable() {
    byte[] chunk = store.get(chunkKey(), 1 << 20);
    chunk[chunk.length / 2] ^= 1;
    store.put(chunkKey(), chunk, "application/octet-stream");
    assertThatThrownBy(this::readAll)
        .isInstanceOf(UnusableVolumeException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void aVolumeThatWasNeverWrittenIsUnusable() {
    volume = volume.toBuilder().setObjectPrefix("volumes/none/").build();
    assertThatThrownBy(this::readAll).isInstanceOf(UnusableVolumeException.class);
  }

  @Test
  void metadataOtherThanAnnouncedMakeTheVolumeUnusable() {
    volume = volume.toBuilder().setChecksum("0").build();
    assertThatThrownBy(this::readAll)
        .isInstanceOf(UnusableVolumeException.class)
        .hasMessageContaining("announced");
  }

  @Test
  void severalChannelsAreRefused() {
    Volume wide = volume.toBuilder().setChannels(4).build();
    assertThatThrownBy(() -> library.open(wide))
        .isInstanceOf(UnusableVolumeException.class)
        .hasMessageContaining("4 channels");
  }

  private float[] readAll() {
    float[] voxels = new float[70 * 40 * 30];
    library.open(volume).readBox(new int[3], SHAPE, voxels);
    return voxels;
  }

  private String chunkKey() {
    return store.list(volume.getObjectPrefix()).stream()
        .map(ObjectInfo::key)
        .filter(key -> key.contains("/c/"))
        .findFirst()
        .orElseThrow();
  }
}
