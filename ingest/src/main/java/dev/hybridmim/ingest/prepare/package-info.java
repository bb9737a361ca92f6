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
 * <p>At its peak preparing holds the decoded scan, its oriented copy (none if it is in RAS
 * orientation already) and the resampled volume: 12 bytes for each of the larger one's voxels,
 * which is what {@link dev.hybridmim.ingest.image.ReadLimits} counts with.
 */
package dev.hybridmim.ingest.prepare;
