/**
 * The best snapshot of a task.
 *
 * <h2>Rule</h2>
 *
 * <p>The evidence for a snapshot is the Dice of every held-back case (its mean over the classes
 * that the case holds) over all work of the task: every label fraction, fold and seed. A snapshot
 * is considered when all of that is there; one with a transductive score never is. The first
 * becomes champion. A later one does when it is better beyond chance: the 95 % bootstrap interval
 * of its mean gain over the champion, paired by work and case, lies above 0. Where the champion was
 * scored with other settings there are no pairs, and the lower end of the candidate's own interval
 * must lie above the champion's mean. A snapshot that was rolled back is never promoted again.
 *
 * <h2>Objects</h2>
 *
 * <table>
 * <caption>Below {@code reports/champions/}</caption>
 * <tr><th>key</th><th>content</th></tr>
 * <tr><td>{@code <task>.json}</td><td>{@link dev.hybridmim.evaluator.champion.Champion}: the alias; replaced only by who saw the
 *     one before (If-Match)</td></tr>
 * <tr><td>{@code <task>/<sequence>.json}</td><td>the same for every promotion and rollback there ever was</td></tr>
 * </table>
 */
package dev.hybridmim.evaluator.champion;
