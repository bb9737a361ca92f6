/**
 * The trainer as a process: one run in one home directory, from samples to snapshots.
 *
 * <h2>Home directory</h2>
 *
 * <table>
 * <caption>Files</caption>
 * <tr><th>file</th><th>content</th></tr>
 * <tr><td>{@code run.json}</td><td>id and profile of the run, and where its records begin in Kafka; written once</td></tr>
 * <tr><td>{@code metrics.jsonl}</td><td>one JSON object a step, see {@link dev.hybridmim.trainer.service.MetricsLog}</td></tr>
 * <tr><td>{@code tensorboard/<run>/}</td><td>the scalars as event files, see {@link dev.hybridmim.trainer.monitor}</td></tr>
 * <tr><td>{@code initial-weights.json}</td><td>of a run begun with {@code --init}: names of weights that were taken, adapted to another number of channels, left, and missing</td></tr>
 * <tr><td>{@code stop-requested}</td><td>whoever creates it asks the trainer to stop; removed at the next start</td></tr>
 * <tr><td>{@code trainer.lock}</td><td>locked while a trainer uses the directory</td></tr>
 * <tr><td>{@code staging/}, {@code resumed/}</td><td>files of the snapshot that is being written, and of the one the run went on from</td></tr>
 * </table>
 *
 * <h2>What is exact</h2>
 *
 * <p>Weights, optimiser, moving average, step, ledger and counters are one snapshot. A run that is
 * killed at any moment and started again gives, on a CPU and with the same number of threads, the
 * same bytes as one that was never stopped: steps after the snapshot are made again with the same
 * samples. {@code metrics.jsonl} is cut back accordingly.
 *
 * <h2>Ends</h2>
 *
 * <p>Exit code 0: asked to stop (SIGTERM, end of the launcher's pipe, {@code stop-requested}) or
 * {@code --max-steps} reached, and the last step is in a snapshot. 1: failed, with one sentence on
 * standard error; the last snapshot is intact. 2: the command line was not understood. 3: {@code
 * trainer.mostNonFiniteSteps} steps in a row had a loss or gradient that was not finite.
 */
package dev.hybridmim.trainer.service;
