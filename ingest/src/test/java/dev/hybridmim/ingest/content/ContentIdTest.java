package dev.hybridmim.ingest.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.ingest.prepare.Orientation;
import dev.hybridmim.ingest.testing.SyntheticImages;
import dev.hybridmim.platform.message.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ContentIdTest {
  private static final ReadLimits LIMITS = new ReadLimits(1 << 20, 1 << 20);
  private static final Affine LPS = Affine.of(-0.8, 0, 0, 7, 0, -0.8, 0, 8, 0, 0, 2.5, 9);

  @Test
  void theSameImageInAnotherFileHasTheSameId() throws Exception {
    Image image = SyntheticImages.noise(1, new int[] {10, 12, 9}, LPS);
    String id = ContentId.of(image);
    for (StorageType type : new StorageType[] {StorageType.INT16, StorageType.FLOAT32}) {
      for (boolean gzip : new boolean[] {true, false}) {
        byte[] file = NiftiWriter.bytes(image, type, gzip);
        assertThat(ContentId.of(NiftiReader.read(file, "Scan", LIMITS))).isEqualTo(id);
      }
    }
    assertThat(ContentId.of(Orientation.toRas(image))).isEqualTo(id);
  }

  @Test
  void theIdIsTheHashOfWhatIsSpecified() throws Exception {
    Image image =
        new Image(
            new float[] {1, -0f, 2.5f, 3},
            new int[] {2, 1, 2},
            Affine.scaling(1, 0.5, 2.00049),
            Modality.MODALITY_CT);
    ByteBuffer bytes = ByteBuffer.allocate(20 + 12 + 24 + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("hybridmim-content-1\n".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(2).putInt(1).putInt(2).putLong(1000).putLong(500).putLong(2000);
    bytes.putFloat(1).putFloat(0).putFloat(2.5f).putFloat(3);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertThat(ContentId.of(image)).isEqualTo(HexFormat.of().formatHex(hash));
  }

  @Test
  void whereItLiesDoesNotMatterAndWhatItShowsDoes() {
    Image image = SyntheticImages.noise(1, new int[] {10, 12, 9}, LPS);
    Affine moved = Affine.translation(50, 60, 70).times(LPS);
    assertThat(ContentId.of(new Image(image.voxels(), image.shape(), moved, Modality.MODALITY_CT)))
        .isEqualTo(ContentId.of(image));
    float[] other = image.voxels().clone();
    other[500]++;
    assertThat(ContentId.of(new Image(other, image.shape(), LPS, image.modality())))
        .isNotEqualTo(ContentId.of(image));
    Affine thicker = LPS.times(Affine.scaling(1, 1, 1.01));
    assertThat(ContentId.of(new Image(image.voxels(), image.shape(), thicker, image.modality())))
        .isNotEqualTo(ContentId.of(image));
  }
}
