package dev.hybridmim.evaluator.worker;

/**
 * Why a piece of work can't be done by trying again.
 *
 * @param reason a word, such as {@code invalid-task}
 * @param message what was wrong and what to do; no identifiers
 */
public record Refusal(String reason, String message) {}
