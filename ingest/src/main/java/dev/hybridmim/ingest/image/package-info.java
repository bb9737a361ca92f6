/**
 * Images in memory, whatever file they came from, and the ways in which a scan can be unusable.
 *
 * <h2>Reasons</h2>
 *
 * <p>The words stand in topic {@code rejects}; {@link dev.hybridmim.ingest.image.RejectReason} is
 * their list.
 *
 * <table>
 * <caption>Why a scan is rejected</caption>
 * <tr><th>word</th><th>meaning</th><th>what to do</th></tr>
 * <tr><td>not-nifti</td><td>neither NIfTI, packed with gzip or not, nor DICOM, nor an archive of them</td><td>convert it</td></tr>
 * <tr><td>corrupt-header</td><td>a header field that can't be true</td><td>export the scan again</td></tr>
 * <tr><td>corrupt-gzip</td><td>the gzip stream or its checksum is broken</td><td>upload it again</td></tr>
 * <tr><td>truncated</td><td>the file ends before its last voxel</td><td>upload it again</td></tr>
 * <tr><td>unsupported-type</td><td>complex, 128-bit or bit voxels</td><td>convert to integers or floats</td></tr>
 * <tr><td>unsupported-layout</td><td>a header whose voxels lie in another file</td><td>convert to one file</td></tr>
 * <tr><td>rgb</td><td>colour voxels</td><td>nothing: it is a picture, not a scan</td></tr>
 * <tr><td>two-dimensional</td><td>an axis has one voxel or is missing</td><td>nothing</td></tr>
 * <tr><td>four-dimensional</td><td>more than one volume</td><td>split it, or let the profile take the first volume or all</td></tr>
 * <tr><td>too-large</td><td>more bytes or voxels than the memory of this process allows</td><td>a larger heap, then retry</td></tr>
 * <tr><td>singular-affine</td><td>the voxel axes do not span space</td><td>export the scan again</td></tr>
 * <tr><td>non-finite-voxels</td><td>NaN or infinite intensities</td><td>export the scan again</td></tr>
 * <tr><td>implausible-spacing</td><td>a voxel edge below 0.05 mm or above 25 mm</td><td>correct the header</td></tr>
 * <tr><td>too-few-slices</td><td>an axis with fewer than 8 voxels</td><td>nothing</td></tr>
 * <tr><td>constant</td><td>all voxels are equal</td><td>nothing</td></tr>
 * <tr><td>near-empty</td><td>less than a thousandth of the voxels is foreground</td><td>check the intensity window</td></tr>
 * <tr><td>not-labels</td><td>a label map with numbers other than 0 to 255</td><td>correct the labels</td></tr>
 * <tr><td>geometry-mismatch</td><td>a label map that does not lie on its image's voxels</td><td>correct the labels</td></tr>
 * <tr><td>malformed-notification</td><td>a record of topic {@code scans} that announces nothing readable</td><td>correct the sender</td></tr>
 * <tr><td>foreign-bucket</td><td>an announced object lies in a bucket that is not the platform's</td><td>put it into the platform's bucket</td></tr>
 * <tr><td>object-missing</td><td>the announced object is gone</td><td>put it again</td></tr>
 * <tr><td>corrupt-dicom</td><td>a DICOM object that contradicts itself or lacks an attribute</td><td>send it again</td></tr>
 * <tr><td>corrupt-pixels</td><td>compressed pixels that can't be decoded, or fewer than the header says</td><td>send it again</td></tr>
 * <tr><td>unsupported-transfer-syntax</td><td>compressed in a way that is not decoded</td><td>send it in another transfer syntax</td></tr>
 * <tr><td>unsupported-object</td><td>a DICOM object that is no CT, MR or PET image</td><td>nothing</td></tr>
 * <tr><td>missing-slices</td><td>the distances of a series' slices have gaps, which are named</td><td>send the missing ones</td></tr>
 * <tr><td>uneven-slices</td><td>a series' slices are no even stack</td><td>reconstruct it on an even grid</td></tr>
 * <tr><td>duplicate-slices</td><td>different slices at one position, which are named</td><td>send the series without them</td></tr>
 * <tr><td>mixed-series</td><td>slices of different size, spacing, orientation, modality or series</td><td>send them apart</td></tr>
 * <tr><td>incomplete-series</td><td>fewer instances than the sender said it has sent</td><td>send the missing ones</td></tr>
 * <tr><td>incomplete-pair</td><td>a header or an image of NIfTI whose other half is missing</td><td>put the other half beside it</td></tr>
 * <tr><td>corrupt-archive</td><td>a zip or tar that can't be unpacked</td><td>pack it again</td></tr>
 * <tr><td>unsafe-archive</td><td>an archive that expands too much, has too many entries or names outside of itself</td><td>send its content by itself</td></tr>
 * <tr><td>empty-archive</td><td>an archive without scans</td><td>nothing</td></tr>
 * </table>
 */
package dev.hybridmim.ingest.image;
