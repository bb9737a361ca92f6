/**
 * Volumes of DICOM series: CT, MR and PET, single-frame and enhanced multi-frame (also legacy
 * converted), as one {@link dev.hybridmim.ingest.image.Image}.
 *
 * <h2>Rules</h2>
 *
 * <ol>
 *   <li>Each object is read and decoded; of enhanced objects each frame is a slice, with geometry
 *       and scaling from its own functional groups or else from the shared ones.
 *   <li>Intensity = stored value times Rescale Slope plus Rescale Intercept, slice by slice (PET
 *       has one for each). Stored values from Pixel Padding Value to Pixel Padding Range Limit are
 *       no measurements and get the lowest intensity that was measured in the series.
 *   <li>All slices need the same rows, columns, modality, pixel spacing and orientation (to a
 *       thousandth); those that differ from most are named: {@code mixed-series}.
 *   <li>Slices are sorted by their position along the normal, never by name or number.
 *   <li>A slice that came twice, equal in position and in every pixel, is dropped once: the repair
 *       is exact. Different slices at one position: {@code four-dimensional} when every position
 *       has as many, else {@code duplicate-slices}, named.
 *   <li>Where Slice Thickness changes once along the stack (thin slices at the base of a skull,
 *       thick ones above), each thickness is a volume of its own.
 *   <li>A distance that is a multiple of the median one: {@code missing-slices}, with the
 *       neighbours of each gap. Any other distance: {@code uneven-slices}. A place may differ from
 *       the even one by 0.05 mm or a fiftieth of the distance, since files round positions.
 *   <li>Slices must lie on a straight line. It need not be the normal: a gantry that is tilted by
 *       the same angle throughout gives a sheared affine, which the resampler makes upright by it.
 *   <li>Voxel (i, j, k) is column i, row j, slice k; the affine maps it to RAS+ millimetres
 *       (DICOM's LPS with the first two axes turned).
 * </ol>
 *
 * <p>Messages name slices by Instance Number and frame, never by UIDs or anything of the patient.
 */
package dev.hybridmim.ingest.dicom.series;
