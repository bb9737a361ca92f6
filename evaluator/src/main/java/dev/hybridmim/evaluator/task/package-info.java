/**
 * Labelled data sets on which a snapshot is scored, and how their cases are divided and prepared.
 *
 * <h2>Format</h2>
 *
 * <p>A task is a directory with a {@code dataset.json} in the format of the Medical Segmentation
 * Decathlon, to which some keys are added. Keys that are not listed are ignored.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>meaning</th></tr>
 * <tr><td>{@code name}</td><td>what the task is called</td></tr>
 * <tr><td>{@code modality}</td><td>number → name of each channel, 1 to 4 of them</td></tr>
 * <tr><td>{@code labels}</td><td>number → name of classes that exclude each other; 0 is background, no gaps</td></tr>
 * <tr><td>{@code regions}</td><td>instead: a list of up to 8 overlapping classes, each with a {@code name} and the {@code values}
 *     of label files that mean it; a nested one stands behind that which holds it</td></tr>
 * <tr><td>{@code training}</td><td>a list of cases: {@code image} (a file, or a list with one for each channel; a file alone may
 *     hold all channels), {@code label}, and optional {@code subject} and {@code heldBack}</td></tr>
 * <tr><td>{@code root}</td><td>where paths begin; without it the directory itself</td></tr>
 * <tr><td>{@code subjectPattern}</td><td>a regular expression whose first group, found in the first image's file name, is the
 *     subject; without it and without {@code subject} each case is a subject of its own</td></tr>
 * <tr><td>{@code surfaceToleranceMm}</td><td>tolerance of surface Dice: a number, or class name → number; without it what the profile
 *     says</td></tr>
 * </table>
 *
 * <h2>Division</h2>
 *
 * <p>Subjects are put in the order of a hash of (seed, subject), the subject being by default the
 * file name of the case's image, so the division depends neither on the order in {@code
 * dataset.json} nor on where the files lie. Fold f holds back the cases of the f-th stretch of
 * subjects; the label fraction takes the first part of the other cases in the order of a second
 * hash, so that a larger fraction contains every smaller one. Where cases are marked {@code
 * heldBack} these are fold 0, and there is no other. An early stop sets subjects aside from the
 * training cases in the order of a third hash.
 *
 * <h2>Preparation</h2>
 *
 * <p>Images are prepared exactly as scans for pre-training are (orientation, spacing, intensities,
 * crop to foreground; of several channels the box that holds the foreground of all), and labels
 * follow onto the same grid by nearest neighbour. Scores are therefore measured on the prepared
 * grid, in millimetres of its spacing. Labelled voxels that the crop to foreground leaves out are
 * counted, and count as missed in Dice.
 *
 * <h2>Names</h2>
 *
 * <p>File names may identify patients, so messages name a case by its place in {@code
 * dataset.json}, such as {@code training[17]}.
 */
package dev.hybridmim.evaluator.task;
