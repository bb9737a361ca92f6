package dev.hybridmim.local.learn;

import dev.hybridmim.evaluator.study.Pretrainer;
import dev.hybridmim.evaluator.study.PretrainingRequest;
import dev.hybridmim.evaluator.study.PretrainingResult;
import dev.hybridmim.evaluator.worker.WorkProgress;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.trainer.learning.Learner;
import dev.hybridmim.trainer.learning.StepReport;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pre-training in a process of its own: does what {@code request.json} in its only argument, a
 * directory, asks for, and goes on from {@code checkpoint.safetensors} where that is there. A batch
 * is a function of its step, so a pre-training that was killed ends with the same weights as one
 * that was not.
 */
final class PretrainMain {
  /** Exit code when the input is at fault; the reason is in {@code refusal.txt}. */
  static final int REFUSED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(PretrainMain.class);
  private static final long CHECKPOINT_NANOS = Duration.ofSeconds(20).toNanos();
  private static final int MOST_LOSSES = 100;
  private static final double NANOS = 1e9;
  private static final String LOSSES = "study/losses";
  private static final String CLOCK = "study/clock";

  private final Path directory;
  private final PretrainingRequest request;
  private final double[] losses;
  private final long wallStart = System.nanoTime();
  private int done;
  private double secondsBefore;
  private double cpuSecondsBefore;

  private PretrainMain(Path directory, PretrainingRequest request) {
    this.directory = directory;
    this.request = request;
    this.losses = new double[request.steps()];
  }

  public static void main(String[] arguments) {
    ParentWatch.start();
    // The tensor library leaves threads behind that would keep the process alive.
    System.exit(exitCode(Path.of(arguments[0])));
  }

  private static int exitCode(Path directory) {
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      LOG.debug("Holding {}", lock);
      PretrainingRequest request =
          Json.mapper()
              .readValue(directory.resolve("request.json").toFile(), PretrainingRequest.class);
      new PretrainMain(directory, request).run();
      return 0;
    } catch (RunException refusal) {
      return refuse(directory, refusal);
    } catch (IOException | RuntimeException failure) {
      LOG.error("The pre-training failed", failure);
      return 1;
    }
  }

  private static int refuse(Path directory, RunException refusal) {
    try {
      Files.writeString(directory.resolve("refusal.txt"), refusal.getMessage());
      return REFUSED;
    } catch (IOException failure) {
      LOG.error("The pre-training was refused: {}", refusal.getMessage(), failure);
      return 1;
    }
  }

  private void run() throws IOException {
    WorkProgress.Writer progress = new WorkProgress.Writer(directory);
    progress.at("preparing", 0, request.steps());
    PreparedScans scans =
        PreparedScans.read(request.images().stream().map(Path::of).toList(), request.profile());
    try (Learner learner = Learner.create(request.profile())) {
      resume(learner);
      long written = System.nanoTime();
      for (int step = done + 1; step <= request.steps(); step++) {
        progress.at("pre-training", step - 1, request.steps());
        StepReport report = learner.train(scans.batch(step), step);
        losses[step - 1] = report.total();
        done = step;
        if (System.nanoTime() - written >= CHECKPOINT_NANOS) {
          checkpoint(learner);
          written = System.nanoTime();
        }
      }
      finish(learner, scans.count());
    }
  }

  private void resume(Learner learner) {
    Path file = checkpointFile();
    if (!Files.isRegularFile(file)) {
      begin(learner);
      return;
    }
    SortedMap<String, Tensor> state = SafetensorsFile.readAll(file);
    DoubleBuffer past = state.remove(LOSSES).data().asDoubleBuffer();
    DoubleBuffer clock = state.remove(CLOCK).data().asDoubleBuffer();
    learner.restore(state);
    done = past.remaining();
    past.get(losses, 0, done);
    secondsBefore = clock.get(0);
    cpuSecondsBefore = clock.get(1);
  }

  /** Takes another's weights and averages, with moments of its own. */
  private void begin(Learner learner) {
    if (request.initial().isEmpty()) {
      return;
    }
    SortedMap<String, Tensor> state = learner.state();
    SafetensorsFile.readAll(Path.of(request.initial().get()))
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("weights/") || name.startsWith("ema/")) {
                state.put(name, tensor);
              }
            });
    learner.restore(state);
  }

  private void checkpoint(Learner learner) throws IOException {
    SortedMap<String, Tensor> state = learner.state();
    state.put(LOSSES, Tensor.ofDoubles(new long[] {done}, Arrays.copyOf(losses, done)));
    state.put(CLOCK, Tensor.ofDoubles(new long[] {2}, seconds(), cpuSeconds()));
    write(state, checkpointFile());
  }

  private void finish(Learner learner, int images) throws IOException {
    write(learner.state(), directory.resolve(Pretrainer.WEIGHTS));
    PretrainingResult result =
        new PretrainingResult(done, images, seconds(), cpuSeconds(), thinned());
    Path draft = directory.resolve("made.draft");
    Json.mapper().writeValue(draft.toFile(), result);
    Files.move(draft, directory.resolve("made.json"), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(checkpointFile());
  }

  private static void write(SortedMap<String, Tensor> state, Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    SafetensorsWriter.write(draft, state, Map.of());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Double> thinned() {
    int stretch = (losses.length + MOST_LOSSES - 1) / MOST_LOSSES;
    List<Double> means = new ArrayList<>();
    for (int first = 0; first < losses.length; first += stretch) {
      means.add(
          Arrays.stream(losses, first, Math.min(losses.length, first + stretch))
              .average()
              .orElseThrow());
    }
    return means;
  }

  private Path checkpointFile() {
    return directory.resolve("checkpoint.safetensors");
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - wallStart) / NANOS;
  }

  private double cpuSeconds() {
    return cpuSecondsBefore
        + ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime()
            / NANOS;
  }
}
