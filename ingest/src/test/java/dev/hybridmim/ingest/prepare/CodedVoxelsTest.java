package dev.hybridmim.ingest.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.content.ContentId;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.VoxelArray;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.IngestProfile;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;

/** An image of 16-bit codes and the same image of floats are told apart by nothing but memory. */
class CodedVoxelsTest {
  private static final Affine[] AFFINES = {
    Affine.scaling(1, 1.2, 2.5),
    Affine.scaling(-1.1, -0.9, 2),
    Affine.of(new double[] {0, 0, 1.5, 3, -1, 0, 0, 9, 0, 1.2, 0, 0}),
    Affine.of(new double[] {0, -1.3, 0, 1, 1, 0, 0, 0, 0, 0, -2, 5})
  };

  @Property(tries = 24)
  void codesAndFloatsGiveTheSameBits(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3) int affine,
      @ForAll boolean scaled,
      @ForAll boolean resampled,
      @ForAll boolean ct)
      throws Exception {
    UniformRandomProvider random = Seeds.random(seed);
    int[] shape = {random.nextInt(8, 40), random.nextInt(8, 40), random.nextInt(8, 40)};
    short[] codes = new short[shape[0] * shape[1] * shape[2]];
    for (int n = 0; n < codes.length; n++) {
      codes[n] = (short) random.nextInt(-1024, 3000);
    }
    float[] meaning = new float[1 << 16];
    for (int code = 0; code < meaning.length; code++) {
      meaning[code] = (float) ((short) code * (scaled ? 0.37 : 1) + (scaled ? 11.5 : 0));
    }
    Modality modality = ct ? Modality.MODALITY_CT : Modality.MODALITY_MR;
    Image coded = new Image(VoxelArray.coded(codes, meaning), shape, AFFINES[affine], modality);
    Image floats = new Image(coded.array().toFloats().clone(), shape, AFFINES[affine], modality);

    assertThat(ContentId.of(coded)).isEqualTo(ContentId.of(floats));
    assertThat(coded.array().extremes(-200)).isEqualTo(floats.array().extremes(-200));
    IngestProfile profile =
        new IngestProfile(
            resampled ? List.of(1.5, 1.5, 2.0) : List.of(),
            List.of(-1000.0, 1000.0),
            List.of(0.5, 99.5),
            false);
    VolumePreparer preparer = new VolumePreparer(profile, 32, new ReadLimits(1 << 24, 1 << 24));
    PreparedVolume ofCodes = preparer.prepare(coded, "Scan");
    PreparedVolume ofFloats = preparer.prepare(floats, "Scan");
    assertThat(ofCodes.intensity()).isEqualTo(ofFloats.intensity());
    assertThat(ofCodes.geometry()).isEqualTo(ofFloats.geometry());
    assertThat(ofCodes.voxels()).isEqualTo(ofFloats.voxels());
  }
}
