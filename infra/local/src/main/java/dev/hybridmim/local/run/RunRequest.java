package dev.hybridmim.local.run;

import dev.hybridmim.local.home.HomeLayout;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person asked for.
 *
 * @param scans the directory of scans
 * @param task a labelled task in the layout of the Medical Segmentation Decathlon
 * @param profile a built-in profile's name, or a file
 * @param bound when training ends
 * @param elsewhere parts of the platform that run elsewhere
 * @param initialWeights a safetensors file whose weights a new run begins with
 * @param intake of instances from a PACS
 * @param metricsPort where the trainer answers Prometheus
 */
public record RunRequest(
    Path scans,
    Optional<Path> task,
    String profile,
    Bound bound,
    HomeLayout home,
    Elsewhere elsewhere,
    Optional<Path> initialWeights,
    Optional<IntakeRequest> intake,
    OptionalInt metricsPort) {
  public RunRequest {
    Objects.requireNonNull(intake, "intake");
    Objects.requireNonNull(scans, "scans");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(bound, "bound");
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(elsewhere, "elsewhere");
    Objects.requireNonNull(initialWeights, "initialWeights");
    Objects.requireNonNull(metricsPort, "metricsPort");
  }

  /** A run that begins with weights of its own. */
  public RunRequest(
      Path scans,
      Optional<Path> task,
      String profile,
      Bound bound,
      HomeLayout home,
      Elsewhere elsewhere) {
    this(
        scans,
        task,
        profile,
        bound,
        home,
        elsewhere,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  /**
   * When training ends; with neither it goes on until Ctrl-C.
   *
   * @param time after the first step
   * @param snapshots how many are to be scored, or written when there is no task; 0 for no such
   *     bound
   */
  public record Bound(Optional<Duration> time, int snapshots) {}

  /**
   * Parts of the platform that are not started here.
   *
   * @param kafka bootstrap servers, {@code host:port}
   * @param store an S3 endpoint
   * @param flink a Flink session cluster's REST address, {@code host:port}
   */
  public record Elsewhere(Optional<String> kafka, Optional<URI> store, Optional<String> flink) {
    /** Everything is started here. */
    public static Elsewhere nothing() {
      return new Elsewhere(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }
}
