package dev.hybridmim.trainer.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.trainer.learning.StepReport;
import dev.hybridmim.trainer.monitor.StepRecord;
import dev.hybridmim.trainer.monitor.TrainingMonitor;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * One line of JSON a step, for people and for the launcher to follow.
 *
 * <pre>{@code
 * {"run": "20261122-203011-7f3k2m", "step": 12,
 *  "losses": {"total": 0.31, "reconstruction": 0.07, "number": 1.9, "position": 0.6, "consistency": 1.2, "contrast": 2.1, "rotation": 0},
 *  "gradientNorm": 0.8, "learningRate": 1.0E-4, "samplesTrained": 96, "samplesPerSecond": 31.2, "waitSeconds": 0.01,
 *  "stepSeconds": 0.24, "time": "2026-11-22T20:41:07.113Z"}
 * }</pre>
 *
 * <p>{@code total} is the weighted sum, the terms are unweighted; the norm is that before clipping;
 * samples are counted since the run began; samples per second are those of this step, waiting
 * included. A number that is not finite is {@code null}; then the step changed nothing and {@code
 * skippedSamples} lists its samples.
 *
 * <p>A line is flushed when its step is done. After a crash the file may end in a torn line, and in
 * lines of steps that are made again: opening it removes them.
 */
final class MetricsLog implements TrainingMonitor {
  private final String runId;
  private final Path file;
  private final BufferedWriter writer;

  private MetricsLog(String runId, Path file, BufferedWriter writer) {
    this.runId = runId;
    this.file = file;
    this.writer = writer;
  }

  /**
   * Opens the log and cuts it back.
   *
   * @param lastStep lines of later steps are removed
   */
  static MetricsLog open(String runId, Path file, long lastStep) {
    try {
      if (Files.exists(file)) {
        cutBack(file, lastStep);
      }
      return new MetricsLog(
          runId,
          file,
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void cutBack(Path file, long lastStep) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        BufferedWriter kept = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine();
          line != null && isUpTo(line, lastStep);
          line = reader.readLine()) {
        kept.write(line);
        kept.write('\n');
      }
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isUpTo(String line, long lastStep) {
    try {
      JsonNode step = Json.mapper().readTree(line).path("step");
      return step.isIntegralNumber() && step.asLong() <= lastStep;
    } catch (JsonProcessingException torn) {
      return false;
    }
  }

  /** Appends a step. */
  @Override
  public void step(StepRecord step) {
    StepReport report = step.report();
    ObjectNode line = Json.mapper().createObjectNode();
    line.put("run", runId);
    line.put("step", report.step());
    ObjectNode losses = line.putObject("losses");
    put(losses, "total", report.total());
    put(losses, "reconstruction", report.reconstruction());
    put(losses, "number", report.number());
    put(losses, "position", report.position());
    put(losses, "consistency", report.consistency());
    put(losses, "contrast", report.contrast());
    put(losses, "rotation", report.rotation());
    put(line, "gradientNorm", report.gradientNorm());
    put(line, "learningRate", report.learningRate());
    line.put("samplesTrained", step.samplesTrained());
    put(line, "samplesPerSecond", step.samplesPerSecond());
    put(line, "waitSeconds", step.waitSeconds());
    put(line, "stepSeconds", step.stepSeconds());
    line.put("time", step.time().toString());
    if (!step.skippedSamples().isEmpty()) {
      ArrayNode names = line.putArray("skippedSamples");
      step.skippedSamples().forEach(names::add);
    }
    try {
      writer.write(line.toString());
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void put(ObjectNode line, String key, double value) {
    if (Double.isFinite(value)) {
      line.put(key, value);
    } else {
      line.putNull(key);
    }
  }

  private static TrainerException unwritable(Path file, IOException cause) {
    return new TrainerException(
        "The metrics file "
            + file
            + " cannot be written: "
            + cause.getMessage()
            + ". Is the disk full?",
        cause);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
