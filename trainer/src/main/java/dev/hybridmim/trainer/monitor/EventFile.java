package dev.hybridmim.trainer.monitor;

import com.google.protobuf.CodedOutputStream;
import dev.hybridmim.trainer.learning.StepReport;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file of a run's scalars, in the format of the package's description.
 *
 * <p>Every opening begins a new file, {@code events.out.tfevents.<milliseconds>.hybridmim}, whose
 * name sorts behind the earlier ones. A step's record is handed to the operating system before the
 * call returns; after a crash a file may end in a torn record, which TensorBoard passes over.
 */
public final class EventFile implements TrainingMonitor {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int SUMMARY_VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int STATUS = 1;
  private static final int START = 1;
  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_ROTATION = 15;
  private static final double MILLISECONDS = 1e3;

  private final Path file;
  private final OutputStream out;

  private EventFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Begins a new file.
   *
   * @param directory made when it is not there
   * @param nextStep steps from here on, that earlier files tell of, are not shown
   * @throws UncheckedIOException when the disk refuses
   */
  public static EventFile open(Path directory, long nextStep, Instant now) {
    Path file = directory;
    try {
      Files.createDirectories(directory);
      file = fresh(directory, now);
      EventFile events =
          new EventFile(
              file,
              new BufferedOutputStream(
                  Files.newOutputStream(
                      file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
      events.write(event(now, 0, event -> event.writeString(FILE_VERSION, VERSION)));
      events.write(
          event(
              now,
              nextStep,
              event ->
                  event.writeByteArray(SESSION_LOG, message(log -> log.writeEnum(STATUS, START)))));
      events.out.flush();
      return events;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Two openings in one millisecond get different names. */
  private static Path fresh(Path directory, Instant now) {
    for (long milliseconds = now.toEpochMilli(); ; milliseconds++) {
      Path file =
          directory.resolve(
              String.format(Locale.ROOT, "events.out.tfevents.%013d.hybridmim", milliseconds));
      if (!Files.exists(file)) {
        return file;
      }
    }
  }

  @Override
  public void step(StepRecord step) {
    Map<String, Double> scalars = scalars(step);
    try {
      byte[] summary =
          message(
              message -> {
                for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
                  if (Double.isFinite(scalar.getValue())) {
                    message.writeByteArray(
                        SUMMARY_VALUE,
                        message(
                            value -> {
                              value.writeString(TAG, scalar.getKey());
                              value.writeFloat(SIMPLE_VALUE, scalar.getValue().floatValue());
                            }));
                  }
                }
              });
      write(
          event(
              step.time(), step.report().step(), event -> event.writeByteArray(SUMMARY, summary)));
      out.flush();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static Map<String, Double> scalars(StepRecord step) {
    StepReport report = step.report();
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("loss/total", report.total());
    scalars.put("loss/reconstruction", report.reconstruction());
    scalars.put("loss/number", report.number());
    scalars.put("loss/position", report.position());
    scalars.put("loss/consistency", report.consistency());
    scalars.put("loss/contrast", report.contrast());
    scalars.put("loss/rotation", report.rotation());
    scalars.put("optimizer/learning_rate", report.learningRate());
    scalars.put("optimizer/gradient_norm", report.gradientNorm());
    scalars.put("throughput/samples_per_second", step.samplesPerSecond());
    scalars.put("throughput/wait_seconds", step.waitSeconds());
    scalars.put("throughput/step_seconds", step.stepSeconds());
    scalars.put("guards/skipped_steps", (double) step.skippedSteps());
    return scalars;
  }

  private static byte[] event(Instant time, long step, Part what) throws IOException {
    return message(
        event -> {
          event.writeDouble(WALL_TIME, time.toEpochMilli() / MILLISECONDS);
          event.writeInt64(STEP, step);
          what.write(event);
        });
  }

  private void write(byte[] data) throws IOException {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    out.write(length);
    out.write(maskedChecksum(length));
    out.write(data);
    out.write(maskedChecksum(data));
  }

  private static byte[] maskedChecksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  /** Writes a part of a message. */
  @FunctionalInterface
  private interface Part {
    void write(CodedOutputStream message) throws IOException;
  }

  private static byte[] message(Part fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream message = CodedOutputStream.newInstance(bytes);
    fields.write(message);
    message.flush();
    return bytes.toByteArray();
  }

  private static UncheckedIOException unwritable(Path file, IOException cause) {
    return new UncheckedIOException(
        "The TensorBoard file "
            + file
            + " cannot be written: "
            + cause.getMessage()
            + ". Is the disk full?",
        cause);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
