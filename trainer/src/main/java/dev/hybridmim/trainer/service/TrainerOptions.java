package dev.hybridmim.trainer.service;

import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.profile.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a trainer was started with.
 *
 * @param runId the run to begin or to go on with; otherwise the home's, or a new one
 * @param initialWeights safetensors file whose weights a new run begins with
 * @param lastStep the step after which training ends
 * @param askAgainAfter how long a ticket may stay unanswered
 * @param metricsPort where Prometheus may ask; 0 takes a free port
 * @param kafkaPatience how long an answer of Kafka is waited for at the start
 * @param device where to compute; otherwise on the first GPU there is, else the processor
 */
record TrainerOptions(
    Connection connection,
    Profile profile,
    Path home,
    Optional<String> runId,
    Optional<Path> initialWeights,
    long lastStep,
    Duration askAgainAfter,
    OptionalInt metricsPort,
    Duration kafkaPatience,
    Optional<String> device) {}
