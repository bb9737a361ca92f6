/**
 * Labelled data sets on which a snapshot is scored, and how their cases are divided and prepared.
 *
 * <h2>Layout</h2>
 *
 * <p>A task is a directory in the layout of the Medical Segmentation Decathlon: {@code
 * dataset.json} with {@code name}, {@code modality} (number → name), {@code labels} (number → name,
 * 0 is background, without gaps) and {@code training} (a list of {@code image} and {@code label},
 * paths relative to the directory). Other keys are ignored. Images have one channel.
 *
 * <h2>Division</h2>
 *
 * <p>Cases are put in the order of a hash of (seed, file name of the image), so the division
 * depends neither on the order in {@code dataset.json} nor on where the directory lies. Fold f
 * holds back the f-th stretch of that order; the label fraction takes the first part of the rest in
 * the order of a second hash, so that a larger fraction contains every smaller one.
 *
 * <h2>Preparation</h2>
 *
 * <p>Images are prepared exactly as scans for pre-training are (orientation, spacing, intensities,
 * crop to foreground), and labels follow onto the same grid by nearest neighbour. Scores are
 * therefore measured on the prepared grid, in millimetres of its spacing. Labelled voxels that the
 * crop to foreground leaves out are counted, and count as missed in Dice.
 *
 * <h2>Names</h2>
 *
 * <p>File names may identify patients, so messages name a case by its place in {@code
 * dataset.json}, such as {@code training[17]}.
 */
package dev.hybridmim.evaluator.task;
