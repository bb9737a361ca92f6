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
 * @param seriesQuietSeconds how long nothing new may come of a DICOM series before it counts as
 *     complete, when its sender does not say that it is
 * @param reconcileSeconds how often the bucket is looked through for scans that nobody announced; 0
 *     for never
 */
public record IngestProfile(
    List<Double> spacingMm,
    List<Double> ctWindowHu,
    List<Double> mrPercentiles,
    boolean antiAlias,
    Volumes volumes,
    Integer seriesQuietSeconds,
    Integer reconcileSeconds)
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
  private static final int SERIES_QUIET_S = 30;
  private static final int RECONCILE_S = 60;

  public IngestProfile {
    spacingMm = List.copyOf(Require.present("ingest.spacingMm", spacingMm));
    if (!spacingMm.isEmpty() && spacingMm.size() != 3) {
      throw new InvalidProfileException(
          "ingest.spacingMm needs three numbers, for R, A and S, or none");
    }
    spacingMm.forEach(edge -> Require.within("ingest.spacingMm", edge, FINEST_MM, COARSEST_MM));
    ctWindowHu = interval("ingest.ctWindowHu", ctWindowHu);
    mrPercentiles = interval("ingest.mrPercentiles", mrPercentiles);
    // Profiles that earlier versions have stored with their snapshots lack these three.
    volumes = volumes == null ? Volumes.REFUSE : volumes;
    seriesQuietSeconds = seriesQuietSeconds == null ? SERIES_QUIET_S : seriesQuietSeconds;
    reconcileSeconds = reconcileSeconds == null ? RECONCILE_S : reconcileSeconds;
    Require.atLeast("ingest.seriesQuietSeconds", seriesQuietSeconds, 1);
    Require.atLeast("ingest.reconcileSeconds", reconcileSeconds, 0);
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

  /** Waits for series, and looks for what nobody announced, as long as is usual. */
  public IngestProfile(
      List<Double> spacingMm,
      List<Double> ctWindowHu,
      List<Double> mrPercentiles,
      boolean antiAlias,
      Volumes volumes) {
    this(spacingMm, ctWindowHu, mrPercentiles, antiAlias, volumes, SERIES_QUIET_S, RECONCILE_S);
  }

  private static List<Double> interval(String key, List<Double> bounds) {
    Require.present(key, bounds);
    if (bounds.size() != 2 || !(bounds.get(0) < bounds.get(1))) {
      throw new InvalidProfileException(key + " needs two numbers, the lower one first");
    }
    return List.copyOf(bounds);
  }
}
