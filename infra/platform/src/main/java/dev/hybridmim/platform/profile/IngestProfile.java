package dev.hybridmim.platform.profile;

import java.util.List;

/**
 * How scans are prepared.
 *
 * @param spacingMm voxel edges after resampling along R, A, S; empty: each scan keeps its own
 * @param ctWindowHu intensities of CT that become 0 and 1
 * @param mrPercentiles percentiles of the foreground of MR that become 0 and 1
 * @param antiAlias smooth before coarsening
 */
public record IngestProfile(
    List<Double> spacingMm, List<Double> ctWindowHu, List<Double> mrPercentiles, boolean antiAlias)
    implements ProfileSection {
  private static final double FINEST_MM = 0.05;
  private static final double COARSEST_MM = 25;

  public IngestProfile {
    spacingMm = List.copyOf(Require.present("ingest.spacingMm", spacingMm));
    if (!spacingMm.isEmpty() && spacingMm.size() != 3) {
      throw new InvalidProfileException(
          "ingest.spacingMm needs three numbers, for R, A and S, or none");
    }
    spacingMm.forEach(edge -> Require.within("ingest.spacingMm", edge, FINEST_MM, COARSEST_MM));
    ctWindowHu = interval("ingest.ctWindowHu", ctWindowHu);
    mrPercentiles = interval("ingest.mrPercentiles", mrPercentiles);
    mrPercentiles.forEach(percentile -> Require.within("ingest.mrPercentiles", percentile, 0, 100));
  }

  private static List<Double> interval(String key, List<Double> bounds) {
    Require.present(key, bounds);
    if (bounds.size() != 2 || !(bounds.get(0) < bounds.get(1))) {
      throw new InvalidProfileException(key + " needs two numbers, the lower one first");
    }
    return List.copyOf(bounds);
  }
}
