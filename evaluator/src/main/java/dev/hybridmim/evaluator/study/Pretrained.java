package dev.hybridmim.evaluator.study;

/**
 * A finished pre-training.
 *
 * @param competitor whose it is
 * @param key digest of all that it depends on
 * @param weights safetensors file of the learner's state
 */
public record Pretrained(String competitor, String key, String weights, PretrainingResult result) {}
