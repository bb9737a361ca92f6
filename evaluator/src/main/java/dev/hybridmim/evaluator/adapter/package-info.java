/**
 * Public data sets in the layouts in which they are handed out, described as tasks: what {@code
 * hybridmim task add} writes. Nothing of the data is copied; the description names the files where
 * they lie.
 *
 * <table>
 * <caption>Presets</caption>
 * <tr><th>preset</th><th>layout</th><th>channels</th><th>classes</th><th>held back</th></tr>
 * <tr><td>{@code msd}</td><td>{@code dataset.json} of the Medical Segmentation Decathlon, any task</td><td>as described</td><td>as
 *     described</td><td>of Spleen, when all 41 are there, the last nine by name, as in MONAI's tutorial; else folds by
 *     seed</td></tr>
 * <tr><td>{@code btcv}</td><td>{@code imagesTr/img0001.nii.gz}, {@code labelsTr/label0001.nii.gz}; or {@code img/} and {@code
 *     label/}</td><td>CT</td><td>13 organs</td><td>when all 30 are there, 35 to 40, as UNETR's and Swin UNETR's published
 *     lists have it; else folds by seed</td></tr>
 * <tr><td>{@code brats2020}</td><td>{@code <case>/<case>_t1.nii.gz}, {@code _t1ce}, {@code _t2}, {@code _flair}, {@code
 *     _seg}</td><td>T1, T1CE, T2, FLAIR</td><td>overlapping: whole tumour (1, 2, 4), tumour core (1, 4), enhancing tumour
 *     (4)</td><td>folds by seed: no division of the training data was published</td></tr>
 * <tr><td>{@code brats2023}</td><td>{@code <case>/<case>-t1n.nii.gz}, {@code -t1c}, {@code -t2w}, {@code -t2f}, {@code
 *     -seg}</td><td>the same</td><td>the same with 3 for enhancing tumour</td><td>folds by seed and subject: {@code
 *     BraTS-GLI-00001-000} and {@code -001} are one</td></tr>
 * </table>
 */
package dev.hybridmim.evaluator.adapter;
