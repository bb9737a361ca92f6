package dev.hybridmim.local.look;

import dev.hybridmim.augment.mask.TwoLevelMasking;
import dev.hybridmim.augment.sample.SubVolumeCutter;
import dev.hybridmim.augment.sample.VoxelSource;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.series.SeriesAssembler;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.AugmentProfile;
import dev.hybridmim.platform.profile.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A sub-volume of a scan and its mask, as a trainer would get them, but neither mirrored nor
 * changed in intensity: RAS.
 *
 * @param voxels little-endian float16, (D, H, W)
 * @param maskCodes one code a region
 * @param origin first voxel in the prepared scan
 */
// Large, never compared, and nobody changes the arrays.
@SuppressWarnings("ArrayRecordComponent")
record ScanSample(ByteBuffer voxels, byte[] maskCodes, int[] origin) {
  private static final long ORIGIN = 0;
  private static final long MASK = 2;
  private static final int DICOM_MARK_BYTES = 132;

  /**
   * Reads, prepares, cuts and masks.
   *
   * @throws RunException when the scan can't be read or is not fit to be trained on, saying why
   */
  static ScanSample of(Path scan, Profile profile, long seed) {
    if (profile.network().inputChannels() != 1) {
      throw new RunException(
          "The snapshot's network takes "
              + profile.network().inputChannels()
              + " channels, but a scan is prepared as one: look needs a snapshot of one channel.");
    }
    PreparedVolume prepared = prepare(scan, profile);
    RegionGrid grid = profile.augment().grid();
    float[] cut = new float[grid.voxels()];
    int[] origin =
        new SubVolumeCutter()
            .cut(source(prepared), grid.subVolume(), Seeds.derive(seed, ORIGIN), cut);
    byte[] halves = new byte[cut.length * Short.BYTES];
    Half.encode(cut, 0, cut.length, halves, 0);
    ByteBuffer voxels = ByteBuffer.allocateDirect(halves.length).order(ByteOrder.LITTLE_ENDIAN);
    voxels.put(halves).flip();
    byte[] codes =
        TwoLevelMasking.draw(
            strategy(profile.augment()),
            grid,
            profile.augment().maskRatio(),
            Seeds.derive(seed, MASK));
    return new ScanSample(voxels, codes, origin);
  }

  private static PreparedVolume prepare(Path scan, Profile profile) {
    if (!Files.exists(scan)) {
      throw new RunException("There is no file " + scan + ".");
    }
    ReadLimits limits = ReadLimits.ofThisProcess(1);
    try {
      Image image =
          Files.isDirectory(scan) || isDicom(scan)
              ? series(scan, limits)
              : NiftiReader.read(scan, scan.toString(), limits);
      return new VolumePreparer(profile.ingest(), profile.augment().subVolume(), limits)
          .prepare(image, scan.toString());
    } catch (UnreadableScanException e) {
      throw new RunException(
          "The scan would be rejected as " + e.reason().word() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RunException("The scan " + scan + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The first stack of a DICOM series: all DICOM files of a directory, or one file. */
  private static Image series(Path scan, ReadLimits limits)
      throws IOException, UnreadableScanException {
    SeriesAssembler assembler = new SeriesAssembler(scan.toString(), limits);
    try (Stream<Path> below = Files.walk(scan)) {
      for (Path file : below.filter(Files::isRegularFile).sorted().toList()) {
        if (isDicom(file)) {
          assembler.add(Files.readAllBytes(file));
        }
      }
    }
    return assembler.assemble().get(0).image();
  }

  private static boolean isDicom(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] first = content.readNBytes(DICOM_MARK_BYTES);
      return first.length == DICOM_MARK_BYTES && DicomReader.isDicom(first);
    }
  }

  private static VoxelSource source(PreparedVolume prepared) {
    float[] all = prepared.voxels();
    int[] shape = prepared.shape();
    return new VoxelSource() {
      @Override
      public int[] shape() {
        return shape.clone();
      }

      @Override
      public int channels() {
        return 1;
      }

      @Override
      public void readBox(int[] origin, int[] size, float[] into) {
        int to = 0;
        for (int i = origin[0]; i < origin[0] + size[0]; i++) {
          for (int j = origin[1]; j < origin[1] + size[1]; j++) {
            System.arraycopy(all, (i * shape[1] + j) * shape[2] + origin[2], into, to, size[2]);
            to += size[2];
          }
        }
      }
    };
  }

  private static MaskStrategy strategy(AugmentProfile augment) {
    return switch (augment.maskStrategy()) {
      case UNIFORM -> MaskStrategy.MASK_STRATEGY_UNIFORM;
      case HIERARCHICAL -> MaskStrategy.MASK_STRATEGY_HIERARCHICAL;
    };
  }
}
