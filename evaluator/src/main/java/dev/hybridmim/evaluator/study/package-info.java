/**
 * Studies: the same task, budget and seeds for every competitor, run to the end however often they
 * are stopped, and a report with intervals and paired tests.
 *
 * <h2>Directory of a study</h2>
 *
 * <table>
 * <caption>Files; each is written in one step</caption>
 * <tr><th>file</th><th>content</th></tr>
 * <tr><td>{@code study.json}</td><td>kind, task, its digest, fold and profile: another study is refused here. More seeds,
 *     fractions or steps may be asked for later; what is there already is not computed again</td></tr>
 * <tr><td>{@code pretrainings/<key>/}</td><td>{@code weights.safetensors} (the learner's state) and {@code result.json}; while it
 *     runs its checkpoint, {@code progress.json} and {@code worker.log}</td></tr>
 * <tr><td>{@code arms/<key>.json}</td><td>{@link dev.hybridmim.evaluator.study.ArmResult}: one fine-tuning with every held-back
 *     case's metrics and the planes of a few</td></tr>
 * <tr><td>{@code work/}</td><td>fine-tunings that are running, see {@link dev.hybridmim.evaluator.worker}</td></tr>
 * <tr><td>{@code report.html}, {@code report.csv}, {@code report.json}</td><td>the report</td></tr>
 * </table>
 *
 * <p>A key is the beginning of a SHA-256 over all that the result depends on: the task's content,
 * the settings, the images that were pre-trained on by content, and the version of the procedure.
 *
 * <h2>No leak</h2>
 *
 * <p>A pre-training sees the task's images that are not held back in the study's fold, whether or
 * not their labels are used, and no image whose content equals a held-back one's.
 */
package dev.hybridmim.evaluator.study;
