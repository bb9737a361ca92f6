package dev.hybridmim.evaluator.champion;

/**
 * How good a snapshot is on a task.
 *
 * @param dice mean over the held-back cases of all work
 * @param diceLow lower end of its 95 % bootstrap interval
 * @param diceHigh upper end
 * @param cases held-back cases behind the mean, each counted once for every piece of work
 * @param items pieces of work
 */
public record Evidence(
    String runId, long step, double dice, double diceLow, double diceHigh, int cases, int items) {

  /** {@code run/step}. */
  public String snapshot() {
    return runId + "/" + step;
  }

  dev.hybridmim.platform.message.Evidence toMessage() {
    return dev.hybridmim.platform.message.Evidence.newBuilder()
        .setRunId(runId)
        .setStep(step)
        .setDice(dice)
        .setDiceLow(diceLow)
        .setDiceHigh(diceHigh)
        .setCases(cases)
        .setItems(items)
        .build();
  }
}
