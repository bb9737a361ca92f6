package dev.hybridmim.evaluator.task;

import java.util.List;
import java.util.stream.Collectors;

/** A task can't be used. The message lists the first problems, {@link #problems()} all of them. */
public final class InvalidTaskException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LISTED = 20;

  private final transient List<TaskProblem> problems;

  public InvalidTaskException(List<TaskProblem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that was found, in the order of {@code dataset.json}. */
  public List<TaskProblem> problems() {
    return problems;
  }

  private static String message(List<TaskProblem> problems) {
    String listed =
        problems.stream()
            .limit(LISTED)
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining());
    int more = problems.size() - LISTED;
    return "The task has "
        + (problems.size() == 1 ? "a problem:" : problems.size() + " problems:")
        + listed
        + (more > 0 ? "\n  and " + more + " more" : "");
  }
}
