package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How scans are prepared.
 *
 * @param spacingMm voxel edges after resampling along R, A, S; empty: each scan keeps its own
 * @param ctWindowHu intensities of CT that become 0 and 1
 * @param mrPercentiles percentiles of the foreground of MR that become 0 and 1
 * @param antiAlias smooth before coarsening
 * @param volumes which volumes of a scan that holds several are prepared
 */
public record IngestProfile(
    List<Double> spacingMm,
    List<Double> ctWindowHu,
    List<Double> mrPercentiles,
    boolean antiAlias,
    Volumes volumes)
    implements ProfileSection {

  /** What becomes of a file with several volumes: time, echoes, directions. */
  public enum Volumes {
    /** It is rejected. */
    @JsonProperty("refuse")
    REFUSE,
    /** Its first volume is prepared. */
    @JsonProperty("first")
    FIRST,
    /** Each volume is a scan of its own. */
    @JsonProperty("all")
    ALL
  }

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
    volumes = volumes == null ? Volumes.REFUSE : volumes;
    mrPercentiles.forEach(percentile -> Require.within("ingest.mrPercentiles", percentile, 0, 100));
  }

  /** Refuses scans of several volumes. */
  public IngestProfile(
      List<Double> spacingMm,
      List<Double> ctWindowHu,
      List<Double> mrPercentiles,
      boolean antiAlias) {
    this(spacingMm, ctWindowHu, mrPercentiles, antiAlias, Volumes.REFUSE);
  }

  private static List<Double> interval(String key, List<Double> bounds) {
    Require.present(key, bounds);
    if (bounds.size() != 2 || !(bounds.get(0) < bounds.get(1))) {
      throw new InvalidProfileException(key + " needs two numbers, the lower one first");
    }
    return List.copyOf(bounds);
  }
}
