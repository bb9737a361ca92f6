package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.task.CasePreparation;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import java.util.ArrayList;
import java.util.List;

/**
 * Prepares the training cases and holds them all in memory, 5 bytes a voxel, within a share of the
 * heap.
 */
final class TrainingCases {
  private static final int BYTES_PER_VOXEL = Float.BYTES + Byte.BYTES;
  private static final double SHARE_OF_HEAP = 0.5;

  private TrainingCases() {}

  static List<PreparedCase> prepare(List<LabelledCase> cases, CasePreparation preparation)
      throws InvalidTaskException, TaskTooLargeException {
    long limit = (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP);
    long held = 0;
    List<PreparedCase> prepared = new ArrayList<>();
    for (LabelledCase labelled : cases) {
      PreparedCase next = preparation.prepare(labelled);
      held += (long) next.voxels().length * BYTES_PER_VOXEL;
      if (held > limit) {
        throw new TaskTooLargeException(prepared.size(), cases.size(), limit);
      }
      prepared.add(next);
    }
    return prepared;
  }
}
