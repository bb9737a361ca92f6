package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import java.util.ArrayList;
import java.util.List;

/**
 * Prepares the training cases and holds them all in memory, 4 bytes a voxel and channel and 1 for
 * the labels, within a share of the heap.
 */
final class TrainingCases {
  private static final double SHARE_OF_HEAP = 0.5;

  private TrainingCases() {}

  static List<PreparedCase> prepare(List<LabelledCase> cases, PreparedCases preparation)
      throws InvalidTaskException, TaskTooLargeException {
    long limit = (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP);
    long held = 0;
    List<PreparedCase> prepared = new ArrayList<>();
    for (LabelledCase labelled : cases) {
      PreparedCase next = preparation.prepare(labelled);
      held += (long) next.voxels().length * Float.BYTES + next.labels().size();
      if (held > limit) {
        throw new TaskTooLargeException(prepared.size(), cases.size(), limit);
      }
      prepared.add(next);
    }
    return prepared;
  }
}
