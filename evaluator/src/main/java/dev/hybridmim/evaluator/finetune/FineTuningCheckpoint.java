package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.trainer.learning.SegmentationLearner;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A fine-tuning that was not finished, as a safetensors file: the learner's state, {@code losses}
 * (float64, one for each step that was made), {@code clock} (float64: seconds and processor seconds
 * spent so far) and, with an early stop, what {@link Validation} keeps. It is replaced in one step,
 * so that a kill at any instant leaves the earlier one.
 */
public final class FineTuningCheckpoint {
  private static final String LOSSES = "losses";
  private static final String CLOCK = "clock";

  private final Optional<Path> file;
  private final Duration interval;
  private long written = System.nanoTime();

  private FineTuningCheckpoint(Optional<Path> file, Duration interval) {
    this.file = file;
    this.interval = interval;
  }

  /**
   * A checkpoint in a file, which need not be there yet.
   *
   * @param interval how much work may be lost
   */
  public static FineTuningCheckpoint in(Path file, Duration interval) {
    return new FineTuningCheckpoint(Optional.of(file), interval);
  }

  /** Keeps nothing. */
  public static FineTuningCheckpoint none() {
    return new FineTuningCheckpoint(Optional.empty(), Duration.ZERO);
  }

  /** Whether it is time to write again. */
  boolean isDue() {
    return file.isPresent() && System.nanoTime() - written >= interval.toNanos();
  }

  /**
   * Replaces what is there.
   *
   * @param validation see {@link Validation#state}
   */
  void write(
      SegmentationLearner learner,
      double[] losses,
      Clock clock,
      SortedMap<String, Tensor> validation) {
    if (file.isEmpty()) {
      return;
    }
    SortedMap<String, Tensor> tensors = learner.state();
    tensors.putAll(validation);
    tensors.put(LOSSES, Tensor.ofDoubles(new long[] {losses.length}, losses));
    tensors.put(CLOCK, Tensor.ofDoubles(new long[] {2}, clock.seconds(), clock.cpuSeconds()));
    Path draft = file.get().resolveSibling(file.get().getFileName() + ".draft");
    SafetensorsWriter.write(draft, tensors, Map.of());
    try {
      Files.move(draft, file.get(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    written = System.nanoTime();
  }

  /**
   * Brings a learner to where an earlier process was.
   *
   * @return what that process had seen; empty when there is no checkpoint
   */
  Optional<Past> resume(SegmentationLearner learner) {
    if (file.isEmpty() || !Files.isRegularFile(file.get())) {
      return Optional.empty();
    }
    SortedMap<String, Tensor> tensors = SafetensorsFile.readAll(file.get());
    learner.restore(tensors);
    double[] clock = doubles(tensors.get(CLOCK));
    return Optional.of(
        new Past(doubles(tensors.get(LOSSES)), new Clock(clock[0], clock[1]), tensors));
  }

  static double[] doubles(Tensor tensor) {
    DoubleBuffer values = tensor.data().asDoubleBuffer();
    double[] copy = new double[values.remaining()];
    values.get(copy);
    return copy;
  }

  /** Time spent. */
  record Clock(double seconds, double cpuSeconds) {}

  /**
   * What was seen before.
   *
   * @param tensors of the file
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Past(double[] losses, Clock clock, SortedMap<String, Tensor> tensors) {}
}
