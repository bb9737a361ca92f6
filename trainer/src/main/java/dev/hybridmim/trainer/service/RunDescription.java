package dev.hybridmim.trainer.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.stream.StreamPosition;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The run of a home directory, as {@code run.json} holds it.
 *
 * @param createdAt ISO 8601, UTC
 * @param beginsAt where the run's records begin in Kafka
 * @param profile the profile the run began with
 * @param initialWeightsSha256 of the file whose weights the run began with, if there was one
 */
public record RunDescription(
    String runId,
    String createdAt,
    StreamPosition beginsAt,
    JsonNode profile,
    Optional<String> initialWeightsSha256) {
  public RunDescription {
    SnapshotKey.requireRunId(Objects.requireNonNull(runId, "runId is missing"));
    Instant.parse(Objects.requireNonNull(createdAt, "createdAt is missing"));
    Objects.requireNonNull(beginsAt, "beginsAt is missing");
    Objects.requireNonNull(profile, "profile is missing");
    initialWeightsSha256 = initialWeightsSha256 == null ? Optional.empty() : initialWeightsSha256;
  }
}
