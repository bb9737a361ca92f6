package dev.hybridmim.trainer.service;

import dev.hybridmim.trainer.learning.Batch;
import dev.hybridmim.trainer.learning.Learner;
import dev.hybridmim.trainer.look.ReconstructionSheet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Draws what the network makes of the last batch's first sample. The sample is copied when it is
 * trained, because the stream fills its buffer anew while it waits for the next batch.
 */
final class Picture {
  private final boolean wanted;
  private final Learner learner;
  private final String runId;
  private ByteBuffer voxels;
  private byte[] maskCodes;

  /**
   * A picture.
   *
   * @param wanted false: nothing is kept and nothing drawn
   */
  Picture(boolean wanted, Learner learner, String runId) {
    this.wanted = wanted;
    this.learner = learner;
    this.runId = runId;
  }

  /** Remembers the first sample of a batch. */
  void keep(Batch batch) {
    if (!wanted) {
      return;
    }
    int bytes = batch.voxels().remaining() / batch.size();
    if (voxels == null) {
      voxels = ByteBuffer.allocateDirect(bytes);
    }
    voxels.clear().put(batch.voxels().slice(batch.voxels().position(), bytes)).flip();
    maskCodes = Arrays.copyOf(batch.maskCodes(), learner.grid().maskBytes());
  }

  /** The PNG file, if one is wanted and there was a batch. */
  Optional<byte[]> draw(long step) {
    if (maskCodes == null) {
      return Optional.empty();
    }
    boolean mayBeMirrored = false;
    return Optional.of(
        new ReconstructionSheet(mayBeMirrored, 0)
            .overview(
                learner.rebuild(voxels.duplicate(), maskCodes), "Run " + runId + "  step " + step));
  }
}
