/**
 * The home directory: everything that one embedded platform keeps.
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>path</th><th>what it is</th></tr>
 * <tr><td>{@code lock}</td><td>locked by the launcher for as long as it runs; holds its process id as text</td></tr>
 * <tr><td>{@code credentials.json}</td><td>what was generated when the home was made, mode 0600: the store's keys, Kafka's
 * user and password, the secret behind pseudonyms. Lose it and pseudonyms can't be formed again</td></tr>
 * <tr><td>{@code ports.json}</td><td>the loopback ports of the last run, taken again if they are free</td></tr>
 * <tr><td>{@code connection.json}</td><td>how to reach Kafka and the store, mode 0600: see the platform's {@code
 * connection} package</td></tr>
 * <tr><td>{@code summary.json}</td><td>the state of the running or last run: see {@link dev.hybridmim.local.view}</td></tr>
 * <tr><td>{@code scans.jsonl}</td><td>which file became which object, one JSON document a line, mode 0600 since it holds
 * file names: see {@link dev.hybridmim.local.scans}</td></tr>
 * <tr><td>{@code uploads/}</td><td>one JSON document for each upload of {@code put} that was begun and is not complete: key, the
 * store's upload id, size</td></tr>
 * <tr><td>{@code logs/}</td><td>{@code <process>.log}, rolled at 10 MB with three kept; {@code <process>.out}, what a process
 * wrote past its logger; the JVM's {@code hs_err} files</td></tr>
 * <tr><td>{@code broker/}</td><td>Kafka's log</td></tr>
 * <tr><td>{@code store/}</td><td>the object store's buckets</td></tr>
 * <tr><td>{@code trainer/}</td><td>the trainer's own files, {@code metrics.jsonl} among them</td></tr>
 * <tr><td>{@code tasks/<name>/}</td><td>registered tasks: see {@link dev.hybridmim.local.tasks}</td></tr>
 * <tr><td>{@code work/<process>/}</td><td>what a process needs only while it runs, emptied at each start;
 * {@code work/processes/<process>.temporary} holds its temporary files</td></tr>
 * <tr><td>{@code demo/}</td><td>the synthetic archive, when {@code demo} made one</td></tr>
 * </table>
 *
 * <p>A home belongs to one launcher at a time. The whole directory is readable by its owner only,
 * where the file system knows owners.
 */
package dev.hybridmim.local.home;
