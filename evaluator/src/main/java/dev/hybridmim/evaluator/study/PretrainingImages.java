package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.task.HeldBackCases;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.TaskSplit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The images that may be pre-trained on: those of a task that are not held back, neither as a file
 * nor as a copy of its content under another name.
 *
 * @param cases in the task's order
 * @param contentIds of the cases, in the same order
 * @param heldBackCopies cases left out because a held-back case has the same image
 */
record PretrainingImages(List<LabelledCase> cases, List<String> contentIds, int heldBackCopies) {

  static PretrainingImages of(SegmentationTask task, TaskSplit split) throws InvalidTaskException {
    Set<String> heldBack = new HashSet<>(HeldBackCases.contentIds(task, split));
    Set<LabelledCase> scored = new HashSet<>(split.heldBack());
    List<LabelledCase> others =
        task.cases().stream().filter(labelled -> !scored.contains(labelled)).toList();
    List<String> ids = HeldBackCases.contentIds(task, new TaskSplit(List.of(), others));
    List<Integer> kept =
        IntStream.range(0, others.size())
            .filter(index -> !heldBack.contains(ids.get(index)))
            .boxed()
            .toList();
    return new PretrainingImages(
        kept.stream().map(others::get).toList(),
        kept.stream().map(ids::get).toList(),
        others.size() - kept.size());
  }

  List<String> files() {
    return cases.stream().map(labelled -> labelled.image().toAbsolutePath().toString()).toList();
  }
}
