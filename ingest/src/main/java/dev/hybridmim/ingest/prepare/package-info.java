/**
 * From a scan to a volume that samples are cut from: orientation, resampling, intensity,
 * foreground, padding.
 *
 * <p>{@link dev.hybridmim.ingest.prepare.VolumePreparer} is the way in; {@link
 * dev.hybridmim.ingest.prepare.PreparedGeometry} takes label maps along the same way and back.
 * Arrays are C order over (i, j, k), k contiguous. Each step equals MONAI's (Orientationd,
 * Spacingd, ScaleIntensityRanged, CropForegroundd, SpatialPadd) and is compared with it in the
 * tests.
 *
 * <h2>Order and memory</h2>
 *
 * <p>At its peak preparing holds the decoded scan and either its oriented copy (none if it is in
 * RAS orientation already) or the resampled volume. Scaling and cropping happen row by row while
 * the chunks are written, so neither makes another copy. An image of integers of up to 16 bits is
 * held as 16-bit codes, everything else and everything resampled as floats: at most 8 bytes a
 * voxel, which is what {@link dev.hybridmim.ingest.image.ReadLimits} counts with; a caller that
 * keeps an image that is not in RAS orientation while it is resampled holds that as well.
 */
package dev.hybridmim.ingest.prepare;
