/**
 * An archive of synthetic bodies, so that the platform can be tried without data.
 *
 * <p>Each body is a set of ellipsoids and tubes in millimetres: torso with skin, fat and muscle,
 * lungs, heart, liver with lesions, spleen, kidneys, stomach with gas, aorta, spine, ribs. Sizes,
 * places and contrast are drawn from a seed. A scan of it has noise, anisotropic voxels, one of
 * several orientations, sometimes a tilted gantry, and shows chest, abdomen or both. Intensities
 * are Hounsfield units. None of it is anatomy to learn medicine from.
 *
 * <h2>Layout</h2>
 *
 * <table>
 * <caption>Files below the archive's directory</caption>
 * <tr><th>path</th><th>what it is</th></tr>
 * <tr><td>{@code scans/ward-N/}</td><td>unlabelled scans, packed and unpacked</td></tr>
 * <tr><td>{@code scans/labelled/}</td><td>the task's images once more: the held-back ones must be recognised by content</td></tr>
 * <tr><td>{@code scans/broken/}</td><td>a cut-off file, one that is no NIfTI, a 2D image, a 4D series, voxels without a number</td></tr>
 * <tr><td>{@code task/}</td><td>labelled images (liver, spleen, kidneys) in the layout of the Medical Segmentation Decathlon</td></tr>
 * <tr><td>{@code archive.json}</td><td>written last: seed and format; without it the archive is made anew</td></tr>
 * </table>
 *
 * <p>The same seed gives the same bytes.
 */
package dev.hybridmim.local.demo;
