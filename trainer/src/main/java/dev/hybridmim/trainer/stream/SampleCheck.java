package dev.hybridmim.trainer.stream;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Says whether a sample is what was asked for, and undamaged. */
final class SampleCheck {
  /**
   * What is wrong with a sample.
   *
   * @param reason a word of the package's list
   * @param message one sentence
   */
  record Fault(String reason, String message) {}

  private final RegionGrid grid;
  private final int channels;
  private final int voxelBytes;

  SampleCheck(StreamSettings settings) {
    this.grid = settings.grid();
    this.channels = settings.profile().network().inputChannels();
    this.voxelBytes = settings.voxelBytes();
  }

  /** The fault, or nothing. */
  Optional<Fault> fault(Sample sample) {
    if (checksum(sample) != sample.getCrc32C()) {
      return Optional.of(
          new Fault(
              "damaged",
              "The sample's voxels or mask do not have the CRC-32C it names. It was asked for again."));
    }
    String wrong = wrongShape(sample);
    return wrong == null
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "wrong-shape",
                "The sample " + wrong + ". Do the pipeline and the trainer run the same version?"));
  }

  /** CRC-32C of the voxels followed by the mask codes. */
  static int checksum(Sample sample) {
    CRC32C crc = new CRC32C();
    crc.update(sample.getVoxels().asReadOnlyByteBuffer());
    crc.update(sample.getMaskCodes().asReadOnlyByteBuffer());
    return (int) crc.getValue();
  }

  private String wrongShape(Sample sample) {
    int[] edges = grid.subVolume();
    Extent shape = sample.getShape();
    if (shape.getI() != edges[0] || shape.getJ() != edges[1] || shape.getK() != edges[2]) {
      return "has "
          + shape.getI()
          + " x "
          + shape.getJ()
          + " x "
          + shape.getK()
          + " voxels, not "
          + edges[0]
          + " x "
          + edges[1]
          + " x "
          + edges[2];
    }
    if (sample.getChannels() != channels) {
      return "has " + sample.getChannels() + " channels, the network " + channels;
    }
    if (sample.getRegionEdge() != grid.regionEdge() || sample.getPatchEdge() != grid.patchEdge()) {
      return "has regions of "
          + sample.getRegionEdge()
          + " and patches of "
          + sample.getPatchEdge();
    }
    if (sample.getMaskCodes().size() != grid.maskBytes()) {
      return "has "
          + sample.getMaskCodes().size()
          + " bytes of mask codes, not "
          + grid.maskBytes();
    }
    return wrongVoxels(sample.getEncoding(), sample.getVoxels());
  }

  private String wrongVoxels(VoxelEncoding encoding, ByteString voxels) {
    return switch (encoding) {
      case VOXEL_ENCODING_FLOAT16 ->
          voxels.size() == voxelBytes
              ? null
              : "has " + voxels.size() + " bytes of voxels, not " + voxelBytes;
      case VOXEL_ENCODING_FLOAT16_ZSTD -> {
        long content = voxels.isEmpty() ? 0 : Zstd.getFrameContentSize(head(voxels));
        yield content == voxelBytes
            ? null
            : "has a Zstandard frame of " + content + " bytes, not " + voxelBytes;
      }
      default -> "has voxels in an unknown encoding";
    };
  }

  /** A frame's header, which names the size of the content, has at most 18 bytes. */
  private static byte[] head(ByteString frame) {
    return frame.substring(0, Math.min(frame.size(), 18)).toByteArray();
  }
}
