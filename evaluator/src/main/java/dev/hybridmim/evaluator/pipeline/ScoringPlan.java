package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.evaluator.task.HeldBackCases;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.SplitSettings;
import dev.hybridmim.evaluator.task.TaskDigest;
import dev.hybridmim.evaluator.task.TaskSplit;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.ScoringProfile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that each snapshot is scored on.
 *
 * @param items pieces of work in the order in which they are done for a snapshot
 * @param scoring how much at once, what is kept, what is passed over
 */
public record ScoringPlan(List<WorkItem> items, ScoringProfile scoring) implements Serializable {
  public ScoringPlan {
    items = List.copyOf(items);
  }

  /**
   * Every label fraction with every fold and seed on every task. Reads every file of the tasks.
   *
   * @throws InvalidTaskException when an image can't be read
   * @throws IllegalArgumentException when a task has fewer folds than the profile names, or a label
   *     fraction too few cases for its early stop
   */
  public static ScoringPlan of(List<SegmentationTask> tasks, Profile profile)
      throws InvalidTaskException {
    List<WorkItem> items = new ArrayList<>();
    for (SegmentationTask task : tasks) {
      items.addAll(items(task, profile));
    }
    return new ScoringPlan(items, profile.evaluator().scoring());
  }

  private static List<WorkItem> items(SegmentationTask task, Profile profile)
      throws InvalidTaskException {
    EvaluatorProfile evaluator = profile.evaluator();
    ScoringProfile scoring = evaluator.scoring();
    String digest = TaskDigest.of(task);
    List<WorkItem> items = new ArrayList<>();
    for (int fold : scoring.folds()) {
      List<String> heldBack =
          HeldBackCases.contentIds(task, TaskSplit.of(task, SplitSettings.of(evaluator, fold)));
      for (double fraction : orOne(scoring.labelFractions(), evaluator.labelFraction())) {
        // Refuses here what no worker could divide.
        TaskSplit.of(task, SplitSettings.of(evaluator.withWork(fraction, evaluator.seed()), fold));
        for (long seed : orOne(scoring.seeds(), evaluator.seed())) {
          boolean plain =
              fraction == evaluator.labelFraction()
                  && fold == scoring.folds().get(0)
                  && seed == evaluator.seed();
          items.add(
              new WorkItem(
                  task.name(),
                  task.directory().toString(),
                  digest,
                  plain ? "" : "f" + fraction + "-k" + fold + "-s" + seed,
                  fold,
                  profile.withEvaluator(evaluator.withWork(fraction, seed)),
                  heldBack));
        }
      }
    }
    return items;
  }

  private static <T> List<T> orOne(List<T> several, T one) {
    return several.isEmpty() ? List.of(one) : several;
  }

  /** The work on one task. */
  List<WorkItem> of(String task) {
    return items.stream().filter(item -> item.task().equals(task)).toList();
  }

  WorkItem item(String id) {
    return items.stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
  }
}
