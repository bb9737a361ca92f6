package dev.hybridmim.evaluator.worker;

import dev.hybridmim.evaluator.report.OutcomeReport;

/** What a piece of work came to. */
public record WorkResult(OutcomeReport outcome, int trainingCases, int heldBackCases) {}
