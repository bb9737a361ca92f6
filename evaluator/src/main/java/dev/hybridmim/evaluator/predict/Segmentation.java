package dev.hybridmim.evaluator.predict;

import dev.hybridmim.ingest.prepare.LabelVolume;
import java.util.List;

/**
 * What a network makes of a scan.
 *
 * @param labels on the scan's own voxels, numbered as the task's label files
 * @param voxels number of voxels of each scored class
 * @param seconds wall time of preparation and inference
 */
public record Segmentation(LabelVolume labels, List<Long> voxels, double seconds) {
  public Segmentation {
    voxels = List.copyOf(voxels);
  }
}
