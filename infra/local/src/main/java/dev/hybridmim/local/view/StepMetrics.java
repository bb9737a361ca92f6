package dev.hybridmim.local.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the trainer says of one step, a line of its {@code metrics.jsonl}.
 *
 * @param run its id; empty in lines of old trainers
 * @param loss the weighted sum; not a number when the step was skipped because it was not finite
 * @param terms the parts of the loss by their names, unweighted
 * @param waitSeconds waited for the step's samples
 * @param stepSeconds taken by the step itself
 */
record StepMetrics(
    String run,
    long step,
    double loss,
    Map<String, Double> terms,
    long samplesTrained,
    double samplesPerSecond,
    double waitSeconds,
    double stepSeconds) {
  private static final List<String> TERMS =
      List.of("reconstruction", "number", "position", "consistency", "contrast");

  /** Reads a line; nothing when it does not speak of a step. */
  static Optional<StepMetrics> parse(String line) {
    JsonNode root;
    try {
      root = Json.mapper().readTree(line);
    } catch (JsonProcessingException e) {
      // A kill may have cut a line short; the trainer tells of its step again.
      return Optional.empty();
    }
    if (!root.path("step").isIntegralNumber()) {
      return Optional.empty();
    }
    JsonNode losses = root.path("losses");
    Map<String, Double> terms = new TreeMap<>();
    for (String term : TERMS) {
      if (losses.path(term).isNumber()) {
        terms.put(term, losses.path(term).doubleValue());
      }
    }
    return Optional.of(
        new StepMetrics(
            root.path("run").asText(),
            root.path("step").longValue(),
            losses.path("total").isNumber() ? losses.path("total").doubleValue() : Double.NaN,
            terms,
            root.path("samplesTrained").longValue(),
            root.path("samplesPerSecond").doubleValue(),
            root.path("waitSeconds").doubleValue(),
            root.path("stepSeconds").doubleValue()));
  }

  boolean isFinite() {
    return Double.isFinite(loss);
  }
}
