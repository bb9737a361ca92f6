package dev.hybridmim.evaluator.worker;

import dev.hybridmim.evaluator.finetune.DivergedException;
import dev.hybridmim.evaluator.finetune.Experiment;
import dev.hybridmim.evaluator.finetune.FineTuningCheckpoint;
import dev.hybridmim.evaluator.finetune.PreparedCases;
import dev.hybridmim.evaluator.finetune.TaskTooLargeException;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.trainer.safetensors.SafetensorsException;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process: does the piece of work whose directory is its only argument, see this package's
 * documentation.
 */
public final class WorkerMain {
  /** Exit code when the input is at fault. */
  public static final int REFUSED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
  private static final int CRASHED = 1;

  /**
   * Seconds between two checkpoints: as much work is lost when a worker is killed, and the start of
   * a process.
   */
  static final String CHECKPOINT_SECONDS = "hybridmim.worker.checkpointSeconds";

  private static final int USUAL_CHECKPOINT_SECONDS = 20;

  /** Largest size of all prepared cases that are kept for other pieces of work; 0 keeps none. */
  static final String PREPARED_MEBIBYTES = "hybridmim.worker.preparedMebibytes";

  private static final int USUAL_PREPARED_MEBIBYTES = 4096;

  private WorkerMain() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    // The tensor library leaves threads behind that would keep the process alive.
    System.exit(exitCode(new WorkFiles(Path.of(arguments[0]))));
  }

  private static int exitCode(WorkFiles files) {
    // Held until the process ends: a worker whose parent was killed may still be at its last step.
    try (FileChannel channel =
            FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      LOG.debug("Holding {}", lock);
      WorkRequest request = Json.mapper().readValue(files.request().toFile(), WorkRequest.class);
      Optional<Refusal> refusal = work(request, files);
      if (refusal.isPresent()) {
        Json.mapper().writeValue(files.refusal().toFile(), refusal.get());
        return REFUSED;
      }
      return 0;
    } catch (IOException | RuntimeException failure) {
      LOG.error("The work failed", failure);
      return CRASHED;
    }
  }

  private static Optional<Refusal> work(WorkRequest request, WorkFiles files) throws IOException {
    try {
      write(result(request, files), files);
      return Optional.empty();
    } catch (InvalidTaskException exception) {
      return Optional.of(new Refusal("invalid-task", exception.getMessage()));
    } catch (TaskTooLargeException exception) {
      return Optional.of(new Refusal("task-too-large", exception.getMessage()));
    } catch (DivergedException exception) {
      return Optional.of(new Refusal("diverged", exception.getMessage()));
    } catch (SafetensorsException exception) {
      return Optional.of(new Refusal("corrupt-snapshot", exception.getMessage()));
    }
  }

  private static WorkResult result(WorkRequest request, WorkFiles files)
      throws InvalidTaskException, TaskTooLargeException, DivergedException {
    SegmentationTask task = SegmentationTask.open(Path.of(request.taskDirectory()));
    Experiment experiment =
        new Experiment(
            task,
            request.fold(),
            request.profile(),
            FineTuningCheckpoint.in(files.checkpoint(), checkpointInterval()),
            PreparedCases.in(files.prepared(), mostPreparedBytes(), task, request.profile()),
            new WorkProgress.Writer(files.directory())::at,
            request.overlays());
    Map<String, Tensor> weights =
        request.weights().isPresent()
            ? SafetensorsFile.readAll(Path.of(request.weights().get()))
            : Map.of();
    OutcomeReport outcome = experiment.run(weights, request.network().map(Path::of));
    return new WorkResult(
        outcome,
        experiment.split().training().size(),
        experiment.split().heldBack().size(),
        experiment.overlays());
  }

  private static long mostPreparedBytes() {
    return Integer.getInteger(PREPARED_MEBIBYTES, USUAL_PREPARED_MEBIBYTES) * (1L << 20);
  }

  private static Duration checkpointInterval() {
    return Duration.ofSeconds(Integer.getInteger(CHECKPOINT_SECONDS, USUAL_CHECKPOINT_SECONDS));
  }

  /** In one step, so that a result is there whole or not at all. */
  private static void write(WorkResult result, WorkFiles files) throws IOException {
    Path draft = files.directory().resolve("result.draft");
    Json.mapper().writeValue(draft.toFile(), result);
    Files.move(draft, files.result(), StandardCopyOption.ATOMIC_MOVE);
  }
}
