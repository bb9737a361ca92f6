package dev.hybridmim.trainer.service;

import com.github.luben.zstd.Zstd;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.stream.Answers;
import dev.hybridmim.trainer.stream.SampleBatch;
import dev.hybridmim.trainer.stream.SampleId;
import dev.hybridmim.trainer.stream.SampleStream;
import dev.hybridmim.trainer.stream.StreamCounts;
import dev.hybridmim.trainer.stream.StreamPosition;
import dev.hybridmim.trainer.stream.TestTickets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The samples of a run, made in place of being asked for. */
final class MemoryStream implements SampleStream {
  private static final short NAN = 0x7e00;

  private final Profile profile;
  private final Predicate<SampleId> poisoned;
  private SampleId next;

  /**
   * A stream.
   *
   * @param poisoned samples whose first voxels are not numbers
   */
  MemoryStream(Profile profile, StreamPosition from, Predicate<SampleId> poisoned) {
    this.profile = profile;
    this.next = from.next();
    this.poisoned = poisoned;
  }

  @Override
  public Optional<SampleBatch> nextBatch(int size, Duration deadline) {
    ByteArrayOutputStream voxels = new ByteArrayOutputStream();
    ByteArrayOutputStream masks = new ByteArrayOutputStream();
    List<SampleBatch.Origin> origins = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      DemandTicket ticket = TestTickets.ticket("run", profile, next.ticket(), 1);
      Sample sample = Answers.sample(ticket, next.ordinal(), profile.network().inputChannels());
      voxels.writeBytes(voxels(sample));
      masks.writeBytes(sample.getMaskCodes().toByteArray());
      origins.add(new SampleBatch.Origin(next, sample.getVolumeId()));
      boolean last = next.ordinal() + 1 == ticket.getSamples();
      next =
          last
              ? new SampleId(next.ticket() + 1, 0)
              : new SampleId(next.ticket(), next.ordinal() + 1);
    }
    ByteBuffer direct =
        ByteBuffer.allocateDirect(voxels.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(voxels.toByteArray())
            .flip();
    StreamPosition after = new StreamPosition(next, new TreeMap<>(), 0);
    return Optional.of(
        new SampleBatch(
            profile.network().inputChannels(), direct, masks.toByteArray(), origins, after));
  }

  private byte[] voxels(Sample sample) {
    byte[] bytes = sample.getVoxels().toByteArray();
    if (sample.getEncoding() == VoxelEncoding.VOXEL_ENCODING_FLOAT16_ZSTD) {
      bytes = Zstd.decompress(bytes, (int) Zstd.getFrameContentSize(bytes));
    }
    if (poisoned.test(new SampleId(sample.getTicket(), sample.getOrdinal()))) {
      for (int i = 0; i < bytes.length; i += Short.BYTES) {
        bytes[i] = (byte) NAN;
        bytes[i + 1] = (byte) (NAN >> 8);
      }
    }
    return bytes;
  }

  @Override
  public StreamCounts counts() {
    return new StreamCounts(0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void close() {}
}
