/**
 * NIfTI files, read and written.
 *
 * <h2>What is read</h2>
 *
 * <p>NIfTI-1 (348-byte header) and NIfTI-2 (540 bytes), header and voxels in one file or in two,
 * told apart by content and never by name, packed with gzip or not, in either byte order.
 *
 * <ul>
 *   <li>Voxels: 8, 16, 32, 64-bit integers with and without sign, 32 and 64-bit floats; {@code
 *       value = stored * scl_slope + scl_inter} in double precision, then rounded to float. A slope
 *       of 0, NaN or infinity means that nothing is scaled.
 *   <li>Geometry: the sform when {@code sform_code > 0}; else the qform when {@code qform_code >
 *       0}, with {@code pixdim[0] < 0} for left-handed axes; else the spacing alone, axes and
 *       origin unknown and taken as RAS at (0, 0, 0) as the standard's method 1 has it (nibabel
 *       mirrors the first axis there). Metres and microns become millimetres.
 *   <li>Extensions between header and voxels are skipped, up to 64 MiB; bytes behind the last voxel
 *       are ignored. {@code vox_offset} 0 means right behind the header.
 *   <li>Further dimensions are accepted as long as each has one entry. Of a file that holds several
 *       volumes the first one or each may be read, see {@link
 *       dev.hybridmim.ingest.nifti.NiftiVolumes}; by default it is refused.
 * </ul>
 *
 * <h2>What is refused</h2>
 *
 * <p>With an {@link dev.hybridmim.ingest.image.UnreadableScanException} of a reason listed in
 * {@link dev.hybridmim.ingest.image}: other files ({@code not-nifti}), a header by itself whose
 * voxels are in another file ({@code unsupported-layout}), colour, complex and 128-bit voxels,
 * fewer than three dimensions or several volumes, fewer than 8 voxels along an axis, spacing below
 * 0.05 mm or above 25 mm, a singular geometry, NaN or infinite voxels, a file that ends early, a
 * broken gzip stream or a wrong gzip checksum, sizes beyond the {@link
 * dev.hybridmim.ingest.image.ReadLimits}.
 *
 * <h2>Trust</h2>
 *
 * <p>No length of the file is believed: the voxel count is compared with the limit, and with what
 * the file's length can hold (for gzip, deflate's best ratio of 1032), before memory is taken.
 *
 * <p>Source: the NIfTI-1 and NIfTI-2 definitions of the NIfTI Data Format Working Group (nifti1.h,
 * nifti2.h).
 */
package dev.hybridmim.ingest.nifti;
