package dev.hybridmim.local.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What does not change during a run.
 *
 * @param home the directory
 * @param profile its name
 * @param task the task's name
 * @param where what lies where
 */
public record RunIdentity(
    String home,
    String profile,
    Optional<String> task,
    Instant startedAt,
    Map<String, String> where) {
  public RunIdentity {
    where = Map.copyOf(where);
  }

  /** The summary of a run of which nothing is known yet. */
  public Summary empty(Summary.State state, Optional<String> problem) {
    return new Summary(
        state,
        problem,
        home,
        profile,
        task,
        startedAt.toString(),
        Instant.now().toString(),
        new Summary.Scans(0, 0, 0, 0, 0, 0),
        new Summary.Samples(0, 0, 0),
        new Summary.Training(
            Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty(), Map.of()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        where);
  }

  /**
   * The summary of this run when nothing is known but what an earlier one on the same home has
   * left.
   */
  public Summary after(Summary earlier, Summary.State state, Optional<String> problem) {
    return new Summary(
        state,
        problem,
        home,
        profile,
        task,
        startedAt.toString(),
        Instant.now().toString(),
        earlier.scans(),
        earlier.samples(),
        earlier.training(),
        earlier.snapshots(),
        earlier.scores(),
        earlier.champions(),
        earlier.rejects(),
        where);
  }
}
