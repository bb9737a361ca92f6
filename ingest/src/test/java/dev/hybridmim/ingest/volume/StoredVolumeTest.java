package dev.hybridmim.ingest.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.prepare.Grid;
import dev.hybridmim.ingest.prepare.Intensity;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VoxelRange;
import dev.hybridmim.ingest.testing.WatchedStore;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredVolumeTest {
  private static final float HALF_A_CODE = 0.5f / 4095 + 1e-6f;
  private static final String ID = "c0ffee";
  private static final String RECIPE = "r1";
  private static final String PREFIX = "volumes/c0ffee/r1/";

  @TempDir Path directory;
  private WatchedStore store;

  @BeforeEach
  void open() {
    store = new WatchedStore(new FileObjectStore(directory));
  }

  @ParameterizedTest
  @CsvSource({"5, 6, 7", "64, 64, 64", "65, 64, 63", "130, 33, 100", "1, 1, 200"})
  void whatIsWrittenIsRead(int i, int j, int k) throws Exception {
    PreparedVolume volume = volume(i, j, k);
    StoredVolume stored = VolumeWriter.write(store, ID, RECIPE, volume);
    VolumeReader reader = VolumeReader.open(store, PREFIX);
    assertThat(reader.volume()).isEqualTo(stored);
    assertThat(reader.volume().metadata()).isEqualTo(VolumeMetadata.of(ID, RECIPE, volume));
    assertThat(reader.complete()).isTrue();
    float[] voxels = reader.readAll();
    float largest = 0;
    for (int n = 0; n < voxels.length; n++) {
      largest = Math.max(largest, Math.abs(voxels[n] - volume.voxels()[n]));
    }
    assertThat(voxels).hasSameSizeAs(volume.voxels());
    assertThat(largest).isLessThanOrEqualTo(HALF_A_CODE);
  }

  @Test
  void chunksGiveTheIntensitiesThatBoxesGive() throws Exception {
    VolumeWriter.write(store, ID, RECIPE, volume(70, 10, 65));
    VolumeReader reader = VolumeReader.open(store, PREFIX);
    float[] voxels = reader.readAll();
    int[] chunk = reader.chunkShape();
    short[] codes = new short[chunk[0] * chunk[1] * chunk[2]];
    float[] intensities = VolumeReader.intensities(reader.levels());
    reader.readChunk(1, 0, 1, codes);
    for (int i = chunk[0]; i < 70; i++) {
      for (int j = 0; j < 10; j++) {
        for (int k = chunk[2]; k < 65; k++) {
          int code = codes[((i - chunk[0]) * chunk[1] + j) * chunk[2] + k - chunk[2]] & 0xffff;
          assertThat(intensities[code]).isEqualTo(voxels[(i * 10 + j) * 65 + k]);
        }
      }
    }
  }

  @Test
  void everyBoxIsTheRightOne() throws Exception {
    PreparedVolume volume = volume(70, 66, 129);
    VolumeWriter.write(store, ID, RECIPE, volume);
    VolumeReader reader = VolumeReader.open(store, PREFIX);
    UniformRandomProvider random = Seeds.random(11);
    float[] box = new float[70 * 66 * 129];
    for (int n = 0; n < 50; n++) {
      int[] shape = volume.shape();
      int[] origin = new int[3];
      int[] size = new int[3];
      for (int axis = 0; axis < 3; axis++) {
        origin[axis] = random.nextInt(shape[axis]);
        size[axis] = 1 + random.nextInt(shape[axis] - origin[axis]);
      }
      reader.readBox(origin, size, box);
      int at = 0;
      for (int i = origin[0]; i < origin[0] + size[0]; i++) {
        for (int j = origin[1]; j < origin[1] + size[1]; j++) {
          for (int k = origin[2]; k < origin[2] + size[2]; k++) {
            float expected = volume.voxels()[(i * shape[1] + j) * shape[2] + k];
            if (Math.abs(box[at++] - expected) > HALF_A_CODE) {
              throw new AssertionError("Box " + n + " differs at " + i + ", " + j + ", " + k);
            }
          }
        }
      }
      assertThat(at).isEqualTo(size[0] * size[1] * size[2]);
    }
  }

  @Test
  void aBoxCostsTheChunksItTouches() throws Exception {
    VolumeWriter.write(store, ID, RECIPE, volume(128, 128, 64));
    VolumeReader reader = VolumeReader.open(store, PREFIX);
    store.fetched().clear();
    reader.readBox(new int[] {10, 70, 0}, new int[] {54, 20, 64}, new float[54 * 20 * 64]);
    assertThat(store.fetched()).containsExactly(PREFIX + "0/c/0/1/0");
    store.fetched().clear();
    reader.readBox(new int[] {63, 63, 5}, new int[] {2, 2, 2}, new float[8]);
    assertThat(store.fetched()).hasSize(4);
  }

  @Test
  void theRootIsWrittenLastAndMakesTheVolumeExist() throws Exception {
    StoredVolume stored = VolumeWriter.write(store, ID, RECIPE, volume(40, 50, 70));
    assertThat(store.written()).hasSize(4).last().isEqualTo(PREFIX + "zarr.json");
    byte[] root = store.get(PREFIX + "zarr.json", 1 << 20);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(root);
    assertThat(stored.checksum()).isEqualTo(HexFormat.of().formatHex(hash));
    store.delete(PREFIX + "zarr.json");
    assertThat(VolumeReader.find(store, PREFIX)).isEmpty();
    assertThatThrownBy(() -> VolumeReader.open(store, PREFIX))
        .isInstanceOf(DamagedVolumeException.class);
  }

  @Test
  void theSameVolumeGivesTheSameBytes() {
    VolumeWriter.write(store, ID, RECIPE, volume(20, 21, 22));
    var first = store.list(PREFIX);
    VolumeWriter.write(store, ID, RECIPE, volume(20, 21, 22));
    assertThat(store.list(PREFIX)).isEqualTo(first);
  }

  @Test
  void theMetadataIsZarrAndOme() throws Exception {
    VolumeWriter.write(store, ID, RECIPE, volume(65, 10, 64));
    JsonNode root = Json.mapper().readTree(store.get(PREFIX + "zarr.json", 1 << 20));
    assertThat(root.at("/zarr_format").asInt()).isEqualTo(3);
    assertThat(root.at("/node_type").asText()).isEqualTo("group");
    assertThat(root.at("/attributes/ome/version").asText()).isEqualTo("0.5");
    assertThat(root.at("/attributes/ome/multiscales/0/axes/2/unit").asText())
        .isEqualTo("millimeter");
    assertThat(
            root.at("/attributes/ome/multiscales/0/datasets/0/coordinateTransformations/0/scale")
                .toString())
        .isEqualTo("[1.5,1.5,2.0]");
    assertThat(root.at("/attributes/hybridmim/levels").asInt()).isEqualTo(4095);
    JsonNode array = Json.mapper().readTree(store.get(PREFIX + "0/zarr.json", 1 << 20));
    assertThat(root.at("/consolidated_metadata/metadata/0")).isEqualTo(array);
    assertThat(array.at("/shape").toString()).isEqualTo("[65,10,64]");
    assertThat(array.at("/chunk_grid/configuration/chunk_shape").toString())
        .isEqualTo("[33,10,64]");
    assertThat(array.at("/codecs/2/name").asText()).isEqualTo("crc32c");
  }

  @Test
  void damageIsNamed() throws Exception {
    String chunk = PREFIX + "0/c/0/0/0";
    VolumeWriter.write(store, ID, RECIPE, volume(16, 16, 16));
    byte[] sound = store.get(chunk, 1 << 20);
    for (int at = 0; at < sound.length; at += Math.max(1, sound.length / 8)) {
      byte[] damaged = sound.clone();
      damaged[at] ^= 4;
      store.put(chunk, damaged, "application/octet-stream");
      assertDamaged(chunk, "has a wrong checksum");
    }
    store.put(chunk, Arrays.copyOf(sound, 3), "application/octet-stream");
    assertDamaged(chunk, "has a wrong checksum");
    store.put(chunk, new byte[1 << 20], "application/octet-stream");
    assertDamaged(chunk, "is larger than a chunk can be");
    store.delete(chunk);
    assertDamaged(chunk, "is missing");
    assertThat(VolumeReader.open(store, PREFIX).complete()).isFalse();
  }

  @Test
  void aChunkOfAnotherVolumeIsNotTaken() throws Exception {
    VolumeWriter.write(store, "other", RECIPE, volume(8, 8, 8));
    VolumeWriter.write(store, ID, RECIPE, volume(16, 16, 16));
    byte[] foreign = store.get("volumes/other/r1/0/c/0/0/0", 1 << 20);
    store.put(PREFIX + "0/c/0/0/0", foreign, "application/octet-stream");
    assertDamaged(PREFIX + "0/c/0/0/0", "is a chunk of another size");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"levels\":4095 | \"levels\":0",
        "\"format\":1 | \"format\":2",
        "\"uint16\" | \"uint8\"",
        "\"level\":3 | \"level\":4",
        "\"chunk_shape\":[16,16,16] | \"chunk_shape\":[0,16,16]",
        "\"chunk_shape\":[16,16,16] | \"chunk_shape\":[16,16,4000]",
        "\"consolidated_metadata\" | \"something\"",
        "\"modality\":\"ct\" | \"modality\":\"xx\"",
        "\"id\":\"c0ffee\" | \"name\":\"c0ffee\"",
        "\"shape\":[16,16,16],\"data | \"shape\":[16,16,17],\"data",
        "{\"zarr | [{\"zarr",
      })
  void metadataOfAnotherKindIsRefused(String here, String instead) throws Exception {
    VolumeWriter.write(store, ID, RECIPE, volume(16, 16, 16));
    String json = new String(store.get(PREFIX + "zarr.json", 1 << 20), StandardCharsets.UTF_8);
    assertThat(json).contains(here);
    store.put(
        PREFIX + "zarr.json",
        json.replace(here, instead).getBytes(StandardCharsets.UTF_8),
        "application/json");
    assertThatThrownBy(() -> VolumeReader.open(store, PREFIX))
        .isInstanceOfSatisfying(
            DamagedVolumeException.class,
            e -> assertThat(e.part()).isEqualTo(PREFIX + "zarr.json"));
  }

  @Test
  void aStoreThatIsAwayIsNoDamage() throws Exception {
    VolumeWriter.write(store, ID, RECIPE, volume(16, 16, 16));
    VolumeReader reader = VolumeReader.open(store, PREFIX);
    store.failNext(1, true);
    assertThatThrownBy(reader::readAll).isInstanceOf(ObjectStoreException.class);
    assertThat(reader.readAll()).hasSize(4096);
  }

  @Test
  void boxesOutsideAreRefused() throws Exception {
    VolumeWriter.write(store, ID, RECIPE, volume(16, 16, 16));
    VolumeReader reader = VolumeReader.open(store, PREFIX);
    float[] into = new float[8];
    assertThatThrownBy(() -> reader.readBox(new int[] {15, 0, 0}, new int[] {2, 2, 2}, into))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.readBox(new int[] {-1, 0, 0}, new int[] {2, 2, 2}, into))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.readBox(new int[3], new int[] {2, 2, 3}, into))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void codesAreTheNearestOnes() {
    Quantisation quantisation = Quantisation.WRITTEN;
    for (int code = 0; code <= quantisation.levels(); code++) {
      assertThat(quantisation.code(quantisation.intensity(code))).isEqualTo(code);
    }
    assertThat(quantisation.intensity(quantisation.levels())).isEqualTo(1f);
    assertThat(quantisation.intensity(quantisation.code(0.3f)))
        .isCloseTo(0.3f, within(0.5f / 4095));
    assertThatThrownBy(() -> quantisation.code(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> quantisation.code(1.01f)).isInstanceOf(IllegalArgumentException.class);
  }

  private void assertDamaged(String part, String what) throws Exception {
    VolumeReader reader = VolumeReader.open(store, PREFIX);
    assertThatThrownBy(reader::readAll)
        .isInstanceOfSatisfying(
            DamagedVolumeException.class, e -> assertThat(e.part()).isEqualTo(part))
        .hasMessageContaining(what);
  }

  private static PreparedVolume volume(int i, int j, int k) {
    UniformRandomProvider random = Seeds.random(i + 1000L * j + k);
    float[] voxels = new float[i * j * k];
    for (int n = 0; n < voxels.length; n++) {
      voxels[n] = random.nextFloat();
    }
    Grid grid = new Grid(i, j, k, Affine.of(1.5, 0, 0, -7, 0, 1.5, 0, 8, 0, 0, 2, 9));
    VoxelRange whole = new VoxelRange(0, 0, 0, i, j, k);
    return new PreparedVolume(
        voxels,
        Modality.MODALITY_CT,
        new Intensity(-1000, 1000),
        new PreparedGeometry(grid, grid, grid, whole, whole));
  }
}
