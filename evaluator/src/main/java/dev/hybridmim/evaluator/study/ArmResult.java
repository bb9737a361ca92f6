package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.worker.WorkResult;

/**
 * One fine-tuning of a study, in a file {@code arms/<key>.json}.
 *
 * @param competitor its name
 * @param fraction share of the training cases
 * @param seed of fine-tuning
 * @param key digest of all that it depends on
 */
public record ArmResult(
    String competitor, double fraction, long seed, String key, WorkResult result) {}
