/**
 * What is seen of a run: counts, live progress, the table at the end, and one JSON document.
 *
 * <h2>The document</h2>
 *
 * {@code run --json}, {@code demo --json} and {@code status --json} print it; {@code summary.json}
 * in the home is it, replaced in one step every two seconds while a run lasts. Names are kept; new
 * ones may be added. Counts are of everything that the home's topics hold, runs before this one
 * included.
 *
 * <table>
 * <caption>Names</caption>
 * <tr><th>name</th><th>meaning</th></tr>
 * <tr><td>state</td><td>{@code starting}, {@code running}, {@code finishing} (training has ended, scores are awaited), {@code
 * finished}, {@code failed}, {@code interrupted} (by Ctrl-C, or the launcher was killed), {@code none} (nothing ran here)</td></tr>
 * <tr><td>problem</td><td>the one sentence of a failed run, else absent</td></tr>
 * <tr><td>home, profile, task</td><td>the directory, the profile's name, the task's name if there is one</td></tr>
 * <tr><td>startedAt, updatedAt</td><td>ISO 8601, UTC</td></tr>
 * <tr><td>scans.arrived</td><td>different scans announced, or refused before they could be</td></tr>
 * <tr><td>scans.prepared</td><td>of these, how many are in the catalogue; duplicates and held-back ones among them</td></tr>
 * <tr><td>scans.rejected</td><td>of these, how many were refused and not put right since</td></tr>
 * <tr><td>scans.duplicates</td><td>prepared scans with the same image as another one</td></tr>
 * <tr><td>scans.heldBack</td><td>different images that are kept out of pre-training because the task scores on them</td></tr>
 * <tr><td>scans.ignored</td><td>files in the directory that are no scans by their names</td></tr>
 * <tr><td>samples.produced</td><td>records that were ever written to topic {@code samples}; a repeated delivery counts again</td></tr>
 * <tr><td>samples.trained</td><td>samples that the trainer's run was trained on</td></tr>
 * <tr><td>samples.perSecond</td><td>over the last steps</td></tr>
 * <tr><td>training.run, training.step</td><td>the trainer's run and how many steps it has taken</td></tr>
 * <tr><td>training.lossFirst, lossLast</td><td>mean total loss of the run's first and last ten steps (fewer if there are
 * fewer), since single steps jump about; absent before the first step</td></tr>
 * <tr><td>training.waitShare</td><td>share of the trainer's time in which it waited for samples, without the run's first
 * ten steps, or as many as took half a minute: they wait for the first scan to be prepared; absent before</td></tr>
 * <tr><td>training.losses</td><td>the terms of the last step's loss, unweighted: {@code reconstruction}, {@code
 * number}, {@code position}, {@code consistency}, {@code contrast}</td></tr>
 * <tr><td>snapshots[]</td><td>{@code id} ({@code run/step}), {@code run}, {@code step}, {@code createdAt}</td></tr>
 * <tr><td>scores[]</td><td>{@code snapshot} (its id), {@code step}, {@code task}, {@code dicePretrained}, {@code
 * diceScratch} (means over classes, 0 to 1), {@code hd95}, {@code hd95Scratch} (millimetres; absent where it is not
 * defined), {@code trainingCases}, {@code heldBackCases}</td></tr>
 * <tr><td>champions[]</td><td>the best snapshot of each task that has one: {@code task}, {@code snapshot} (its id), {@code dice},
 * {@code diceLow}, {@code diceHigh} (95 % interval), {@code cases}, {@code sequence} (counts the task's promotions and
 * rollbacks), {@code since}</td></tr>
 * <tr><td>rejects[]</td><td>{@code reference}, {@code stage}, {@code reason}, {@code message}, and {@code file}, the user's own
 * file name, which is known on this machine only</td></tr>
 * <tr><td>where</td><td>directories and files: {@code home}, {@code logs}, {@code connection}, {@code objects}, {@code
 * metrics}</td></tr>
 * </table>
 */
package dev.hybridmim.local.view;
