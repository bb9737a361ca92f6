package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import dev.hybridmim.platform.profile.Profile;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SampleCheckTest {
  private final Profile profile = TestProfiles.tiny();
  private final StreamSettings settings = new StreamSettings("run", profile, Duration.ofSeconds(1));
  private final SampleCheck check = new SampleCheck(settings);
  private final DemandTicket ticket = new TicketFactory("run", profile).ticket(4, 9);
  private final Sample plain = Answers.sample(ticket, 0, 1);
  private final Sample compressed = Answers.sample(ticket, 1, 1);

  @Test
  void soundSamplesPass() {
    assertThat(check.fault(plain)).isEmpty();
    assertThat(check.fault(compressed)).isEmpty();
    assertThat(compressed.getVoxels().size()).isLessThan(plain.getVoxels().size());
  }

  @Test
  void oneTurnedBitIsDamage() {
    assertThat(check.fault(Answers.damaged(plain)))
        .map(SampleCheck.Fault::reason)
        .contains("damaged");
    Sample otherMask =
        plain.toBuilder()
            .setMaskCodes(ByteString.copyFrom(new byte[plain.getMaskCodes().size()]))
            .build();
    assertThat(check.fault(otherMask)).map(SampleCheck.Fault::reason).contains("damaged");
  }

  @Test
  void whatWasNotAskedForIsNamed() {
    assertWrong(
        plain.toBuilder().setShape(Extent.newBuilder().setI(16).setJ(16).setK(8)),
        "16 x 16 x 8 voxels, not 16 x 16 x 16");
    assertWrong(plain.toBuilder().setChannels(2), "2 channels");
    assertWrong(plain.toBuilder().setPatchEdge(2), "patches of 2");
    assertWrong(
        plain.toBuilder().setMaskCodes(ByteString.copyFrom(new byte[7])),
        "7 bytes of mask codes, not 8");
    assertWrong(
        plain.toBuilder().setVoxels(plain.getVoxels().substring(2)), "8190 bytes of voxels");
    assertWrong(
        plain.toBuilder().setEncoding(VoxelEncoding.VOXEL_ENCODING_FLOAT16_ZSTD),
        "Zstandard frame");
    assertWrong(
        plain.toBuilder().setEncoding(VoxelEncoding.VOXEL_ENCODING_UNSPECIFIED),
        "unknown encoding");
    assertWrong(compressed.toBuilder().setVoxels(ByteString.EMPTY), "Zstandard frame");
  }

  @Test
  void decodingGivesTheSameVoxelsHoweverTheyTravelled() {
    Sample other = Answers.sample(ticket, 2, 1);
    try (VoxelDecoder decoder = new VoxelDecoder(settings.voxelBytes())) {
      decoder.begin(3);
      assertThat(decoder.append(plain)).isTrue();
      assertThat(decoder.append(compressed)).isTrue();
      assertThat(decoder.append(other)).isTrue();
      ByteBuffer batch = decoder.end();

      assertThat(batch.isDirect()).isTrue();
      assertThat(batch.remaining()).isEqualTo(3 * settings.voxelBytes());
      assertThat(batch.slice(0, settings.voxelBytes()))
          .isEqualTo(plain.getVoxels().asReadOnlyByteBuffer());
      assertThat(batch.slice(2 * settings.voxelBytes(), settings.voxelBytes()))
          .isEqualTo(other.getVoxels().asReadOnlyByteBuffer());
    }
  }

  @Test
  void aBrokenFrameIsNotDecoded() {
    byte[] frame = compressed.getVoxels().toByteArray();
    Sample cut =
        compressed.toBuilder().setVoxels(ByteString.copyFrom(frame, 0, frame.length - 5)).build();
    try (VoxelDecoder decoder = new VoxelDecoder(settings.voxelBytes())) {
      decoder.begin(1);
      assertThat(decoder.append(cut)).isFalse();
      decoder.begin(1);
      assertThat(decoder.append(compressed)).isTrue();
    }
  }

  private void assertWrong(Sample.Builder sample, String message) {
    assertThat(check.fault(Answers.sealed(sample)))
        .hasValueSatisfying(
            fault -> {
              assertThat(fault.reason()).isEqualTo("wrong-shape");
              assertThat(fault.message()).contains(message);
            });
  }
}
