/**
 * Fine-tuning and scoring in a process of its own.
 *
 * <p>A fine-tuning runs for minutes, holds much native memory and may crash its process; none of
 * that belongs into a Flink task manager. So each piece of work is a Java process, started and
 * watched by {@link dev.hybridmim.evaluator.worker.Worker}.
 *
 * <h2>Protocol</h2>
 *
 * <p>The worker's directory holds, for one piece of work:
 *
 * <table>
 * <caption>Files</caption>
 * <tr><th>file</th><th>written by</th><th>what</th></tr>
 * <tr><td>{@code request.json}</td><td>parent</td><td>{@link dev.hybridmim.evaluator.worker.WorkRequest}</td></tr>
 * <tr><td>{@code result.json}</td><td>worker</td><td>{@link dev.hybridmim.evaluator.worker.WorkResult}; moved into place when it is
 *     complete</td></tr>
 * <tr><td>{@code refusal.json}</td><td>worker</td><td>{@link dev.hybridmim.evaluator.worker.Refusal}: the input is at fault and trying again
 *     is of no use</td></tr>
 * <tr><td>{@code checkpoint.safetensors}</td><td>worker</td><td>a fine-tuning that is not finished: the learner's state, {@code losses}
 *     and {@code clock}; every 20 s and after the last step</td></tr>
 * <tr><td>{@code progress.json}</td><td>worker</td><td>{@link dev.hybridmim.evaluator.worker.WorkProgress}, once a second at most</td></tr>
 * <tr><td>{@code lock}</td><td>worker</td><td>locked as long as the worker lives</td></tr>
 * <tr><td>{@code worker.log}</td><td>worker</td><td>its standard output and error, one try after the other</td></tr>
 * <tr><td>{@code crash.log}</td><td>worker</td><td>the Java machine's report when native code crashed</td></tr>
 * </table>
 *
 * <p>Beside these directories lies {@code prepared/}, see {@link
 * dev.hybridmim.evaluator.finetune.PreparedCases}: cases that were brought onto their grid once, at
 * most 4 GiB of them ({@code -Dhybridmim.worker.preparedMebibytes}), for every later piece of work.
 *
 * <p>A directory's name is a digest of what the work depends on, so that whoever asks for the same
 * again, after a kill of the worker, of its parent or of the machine, goes on from the checkpoint:
 * on a processor, with the same number of threads, the result has the same bits as if nothing had
 * happened. The directory is removed when there is a result.
 *
 * <p>Exit code 0 means that there is a result, {@value
 * dev.hybridmim.evaluator.worker.WorkerMain#REFUSED} that there is a refusal; anything else is a
 * crash, and the same work may be tried again. The worker's arguments are its directory alone; it
 * is given no secrets, because a snapshot is fetched by the parent into a directory that the
 * request names. The parent holds the worker's standard input open, and the worker ends when that
 * closes, that is when the parent ends, however it ends.
 */
package dev.hybridmim.evaluator.worker;
