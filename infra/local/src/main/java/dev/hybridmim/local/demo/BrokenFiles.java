package dev.hybridmim.local.demo;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.platform.message.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files as every archive has some: each must end as a row among the rejects. */
final class BrokenFiles {
  /** How many there are. */
  static final int COUNT = 5;

  private static final int HEADER_BYTES = 352;
  private static final int DIMENSIONS_OFFSET = 40;
  private static final int FLAT_EDGE = 64;

  private BrokenFiles() {}

  /** Writes them into a directory that exists, each made from a good image. */
  static void write(Image image, Path directory) throws IOException {
    byte[] packed = NiftiWriter.bytes(image, StorageType.INT16, true);
    Files.write(directory.resolve("cut-off.nii.gz"), Arrays.copyOf(packed, packed.length / 2));
    Files.writeString(
        directory.resolve("not-a-scan.nii"),
        "This is a letter that somebody has given the wrong ending.\n".repeat(20),
        StandardCharsets.UTF_8);
    Files.write(directory.resolve("flat.nii.gz"), flat());
    Files.write(directory.resolve("series.nii"), series(image));
    Files.write(directory.resolve("no-numbers.nii"), notNumbers(image));
  }

  /** One slice. */
  private static byte[] flat() {
    float[] voxels = new float[FLAT_EDGE * FLAT_EDGE];
    for (int n = 0; n < voxels.length; n++) {
      voxels[n] = n % FLAT_EDGE;
    }
    Image slice =
        new Image(
            voxels,
            new int[] {FLAT_EDGE, FLAT_EDGE, 1},
            Affine.scaling(5, 5, 5),
            Modality.MODALITY_CT);
    return NiftiWriter.bytes(slice, StorageType.INT16, true);
  }

  /** The same volume twice, as a time series. */
  private static byte[] series(Image image) {
    byte[] once = NiftiWriter.bytes(image, StorageType.INT16, false);
    byte[] twice = Arrays.copyOf(once, 2 * once.length - HEADER_BYTES);
    System.arraycopy(once, HEADER_BYTES, twice, once.length, once.length - HEADER_BYTES);
    ByteBuffer header = ByteBuffer.wrap(twice).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort(DIMENSIONS_OFFSET, (short) 4);
    header.putShort(DIMENSIONS_OFFSET + 2 * 4, (short) 2);
    return twice;
  }

  /** Voxels that are not a number, in the middle of the volume. */
  private static byte[] notNumbers(Image image) {
    byte[] bytes = NiftiWriter.bytes(image, StorageType.FLOAT32, false);
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int middle = HEADER_BYTES + Float.BYTES * (image.voxels().length / 2);
    for (int n = 0; n < FLAT_EDGE; n++) {
      content.putFloat(middle + Float.BYTES * n, Float.NaN);
    }
    return bytes;
  }
}
