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
 * <tr><td>{@code worker.log}</td><td>worker</td><td>its standard output and error</td></tr>
 * <tr><td>{@code crash.log}</td><td>worker</td><td>the Java machine's report when native code crashed</td></tr>
 * </table>
 *
 * <p>Exit code 0 means that there is a result, {@value
 * dev.hybridmim.evaluator.worker.WorkerMain#REFUSED} that there is a refusal; anything else is a
 * crash, and the same work may be tried again. The worker's arguments are its directory alone; it
 * is given no secrets, because a snapshot is fetched by the parent into a directory that the
 * request names. The parent holds the worker's standard input open, and the worker ends when that
 * closes, that is when the parent ends, however it ends.
 */
package dev.hybridmim.evaluator.worker;
