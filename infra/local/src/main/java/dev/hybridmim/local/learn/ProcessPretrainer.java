package dev.hybridmim.local.learn;

import dev.hybridmim.evaluator.study.Pretrainer;
import dev.hybridmim.evaluator.study.PretrainingRequest;
import dev.hybridmim.evaluator.study.PretrainingResult;
import dev.hybridmim.evaluator.study.StudyException;
import dev.hybridmim.evaluator.worker.WorkerProcess;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Pre-trains in a process of its own, which is tried again when it crashes. */
public final class ProcessPretrainer implements Pretrainer {
  private final WorkerSettings settings;

  /** A pre-trainer whose processes are run like workers. */
  public ProcessPretrainer(WorkerSettings settings) {
    this.settings = settings;
  }

  @Override
  public PretrainingResult pretrain(PretrainingRequest request, Path directory)
      throws StudyException, InterruptedException {
    try {
      Files.createDirectories(directory);
      Path made = directory.resolve("made.json");
      Json.mapper().writeValue(directory.resolve("request.json").toFile(), request);
      for (int attempt = 1; !Files.isRegularFile(made); attempt++) {
        OptionalInt exit = new WorkerProcess(settings, PretrainMain.class).run(directory);
        if (exit.isPresent() && exit.getAsInt() == PretrainMain.REFUSED) {
          throw new StudyException(Files.readString(directory.resolve("refusal.txt")));
        }
        if (!Files.isRegularFile(made) && attempt == settings.tries()) {
          throw new StudyException(
              "The pre-training ended "
                  + (exit.isPresent() ? "with exit code " + exit.getAsInt() : "after its time")
                  + "; its output is in "
                  + directory.resolve("worker.log")
                  + ".");
        }
      }
      return Json.mapper().readValue(made.toFile(), PretrainingResult.class);
    } catch (IOException exception) {
      throw new StudyException(
          "The pre-training's directory " + directory + " can't be used: " + exception.getMessage(),
          exception);
    }
  }
}
