/**
 * The evaluator as a pipeline: snapshot events in, score events out.
 *
 * <p>Each snapshot that is announced on topic {@code snapshots} is fine-tuned on every piece of
 * work (task, label fraction, fold, seed) and scored against the same network trained from scratch;
 * see {@link dev.hybridmim.evaluator.pipeline.ScoreSnapshots}. What is refused goes to topic {@code
 * rejects} with stage {@code evaluator}, the snapshot's object prefix as reference and one of these
 * words:
 *
 * <table>
 * <caption>Why a snapshot is rejected</caption>
 * <tr><th>word</th><th>meaning</th><th>what to do</th></tr>
 * <tr><td>malformed-event</td><td>a record of topic {@code snapshots} that is not a SnapshotEvent</td><td>correct the sender</td></tr>
 * <tr><td>snapshot-missing</td><td>objects of the snapshot are gone</td><td>nothing, if it was removed on purpose</td></tr>
 * <tr><td>corrupt-snapshot</td><td>the snapshot's files are not what its manifest says</td><td>write it again</td></tr>
 * <tr><td>local-disk</td><td>the snapshot could not be copied to the local disk</td><td>make room, then announce it again</td></tr>
 * <tr><td>corrupt-report</td><td>a stored report can't be read</td><td>delete the object that the message names</td></tr>
 * <tr><td>invalid-task</td><td>the task changed since the pipeline was started, or can't be prepared</td><td>correct the task, start
 *     again</td></tr>
 * <tr><td>task-too-large</td><td>the training cases don't fit into a worker's memory</td><td>a larger worker heap or a smaller label
 *     fraction</td></tr>
 * <tr><td>unsupported-network</td><td>the profile names a network that can't be fine-tuned yet</td><td>another profile</td></tr>
 * <tr><td>held-back-case-seen</td><td>images that are held back have shaped the snapshot</td><td>pre-train without them, or mark
 *     such scores ({@code evaluator.scoring.seenCases})</td></tr>
 * <tr><td>superseded</td><td>too many snapshots waited and newer ones went first</td><td>nothing, or a larger {@code
 *     evaluator.scoring.mostWaiting}</td></tr>
 * <tr><td>diverged</td><td>the loss of fine-tuning was not finite any more</td><td>a smaller learning rate</td></tr>
 * <tr><td>worker-crashed</td><td>every try ended in a crash</td><td>look at the worker's log</td></tr>
 * <tr><td>worker-timed-out</td><td>every try took too long</td><td>a smaller budget or a longer timeout</td></tr>
 * <tr><td>worker-no-result</td><td>every try ended without a readable result</td><td>look at the worker's log, free disk space</td></tr>
 * </table>
 *
 * <p>What can't succeed by being tried again is kept below {@code reports/refusals/}, so that a
 * restart doesn't try it; deleting the object lets it be tried again.
 */
package dev.hybridmim.evaluator.pipeline;
