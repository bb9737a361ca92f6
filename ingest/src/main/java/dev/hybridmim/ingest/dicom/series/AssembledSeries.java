package dev.hybridmim.ingest.dicom.series;

import dev.hybridmim.ingest.image.Image;
import java.util.Objects;

/**
 * A series, or a stack of slices of one, as a volume.
 *
 * @param repeatedSlices how many slices came twice, equal in every pixel, and were dropped once
 */
public record AssembledSeries(Image image, SeriesIdentity identity, int repeatedSlices) {
  public AssembledSeries {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(identity, "identity");
  }
}
