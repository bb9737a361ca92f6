package dev.hybridmim.trainer.monitor;

import dev.hybridmim.trainer.learning.StepReport;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;

/**
 * The trainer's metrics for Prometheus, over HTTP on the loopback address; the package's
 * description lists them.
 */
public final class MetricsEndpoint implements TrainingMonitor {
  private static final String PREFIX = "hybridmim_trainer_";
  private static final double MILLISECONDS = 1e3;

  private final HTTPServer server;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Gauge lastStep = gauge("step", "The last step of the run.");
  private final Gauge samplesTrained =
      gauge("samples_trained", "Samples that were trained since the run began.");
  private final Counter steps =
      Counter.builder()
          .name(PREFIX + "steps_total")
          .help("Steps that this process made.")
          .register(registry);
  private final Gauge skippedSteps =
      gauge(
          "skipped_steps",
          "Steps since the run began whose loss or gradient was not finite and that changed nothing.");
  private final Gauge loss =
      Gauge.builder()
          .name(PREFIX + "loss")
          .help("Loss of the last step: each term unweighted, and their weighted sum as total.")
          .labelNames("term")
          .register(registry);
  private final Gauge learningRate = gauge("learning_rate", "Learning rate of the last step.");
  private final Gauge gradientNorm =
      gauge("gradient_norm", "Global gradient norm of the last step before clipping.");
  private final Gauge samplesPerSecond =
      gauge("samples_per_second", "Samples per second in the last step, waiting included.");
  private final Summary stepTime = seconds("step", "Time a step was computed.");
  private final Summary waitTime = seconds("wait", "Time a step's samples were waited for.");
  private final Gauge snapshotStep = gauge("snapshot_step", "Step of the last durable snapshot.");
  private final Gauge snapshotTime =
      gauge("snapshot_timestamp_seconds", "When the last durable snapshot was complete.");

  private MetricsEndpoint(int port, String runId, String version, String profile)
      throws IOException {
    Info.builder()
        .name(PREFIX + "info")
        .help("Which run is trained by which software.")
        .labelNames("run", "version", "profile")
        .register(registry)
        .addLabelValues(runId, version, profile);
    server =
        HTTPServer.builder()
            .inetAddress(InetAddress.getLoopbackAddress())
            .port(port)
            .registry(registry)
            .buildAndStart();
  }

  /**
   * Begins to answer.
   *
   * @param port on the loopback address; 0 takes a free one
   * @param step, samples, skipped where the run stands
   * @throws UncheckedIOException when the port is taken, saying so
   */
  public static MetricsEndpoint open(
      int port,
      String runId,
      String version,
      String profile,
      long step,
      long samples,
      long skipped) {
    try {
      MetricsEndpoint endpoint = new MetricsEndpoint(port, runId, version, profile);
      endpoint.lastStep.set(step);
      endpoint.samplesTrained.set(samples);
      endpoint.skippedSteps.set(skipped);
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Metrics can't be offered on port "
              + port
              + " of 127.0.0.1 ("
              + e.getMessage()
              + "): choose another with --metrics-port.",
          e);
    }
  }

  /** Where it answers. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void step(StepRecord step) {
    StepReport report = step.report();
    lastStep.set(report.step());
    samplesTrained.set(step.samplesTrained());
    steps.inc();
    skippedSteps.set(step.skippedSteps());
    loss.labelValues("total").set(report.total());
    loss.labelValues("reconstruction").set(report.reconstruction());
    loss.labelValues("number").set(report.number());
    loss.labelValues("position").set(report.position());
    loss.labelValues("consistency").set(report.consistency());
    loss.labelValues("contrast").set(report.contrast());
    loss.labelValues("rotation").set(report.rotation());
    learningRate.set(report.learningRate());
    gradientNorm.set(report.gradientNorm());
    samplesPerSecond.set(step.samplesPerSecond());
    stepTime.observe(step.stepSeconds());
    waitTime.observe(step.waitSeconds());
  }

  @Override
  public void snapshot(long step, Instant time) {
    snapshotStep.set(step);
    snapshotTime.set(time.toEpochMilli() / MILLISECONDS);
  }

  @Override
  public void close() {
    server.close();
  }

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(PREFIX + name).help(help).register(registry);
  }

  private Summary seconds(String name, String help) {
    return Summary.builder()
        .name(PREFIX + name + "_seconds")
        .unit(Unit.SECONDS)
        .help(help)
        .register(registry);
  }
}
