package dev.hybridmim.local.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What {@code doctor} found; with {@code --json} this is the document.
 *
 * @param ready whether a run can start
 * @param checks one for each thing that is needed
 */
public record Diagnosis(boolean ready, List<Check> checks) {

  /**
   * One thing that is needed.
   *
   * @param name {@code java}, {@code memory}, {@code disk}, {@code home}, {@code ports}, {@code
   *     modules}, {@code pytorch} or {@code devices}
   * @param verdict whether it is there
   * @param found what is there
   * @param advice what to do, when something is to be done
   */
  public record Check(String name, Verdict verdict, String found, Optional<String> advice) {
    static Check good(String name, String found) {
      return new Check(name, Verdict.GOOD, found, Optional.empty());
    }

    static Check of(boolean good, Verdict otherwise, String name, String found, String advice) {
      return good ? good(name, found) : new Check(name, otherwise, found, Optional.of(advice));
    }
  }

  /** Whether something is there. */
  public enum Verdict {
    @JsonProperty("good")
    GOOD,
    /** A run can start, but may be slow or run out of something. */
    @JsonProperty("weak")
    WEAK,
    @JsonProperty("missing")
    MISSING
  }

  static Diagnosis of(List<Check> checks) {
    return new Diagnosis(
        checks.stream().noneMatch(check -> check.verdict() == Verdict.MISSING),
        List.copyOf(checks));
  }
}
