package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.worker.WorkRequest;
import dev.hybridmim.evaluator.worker.WorkResult;
import dev.hybridmim.evaluator.worker.Worker;
import dev.hybridmim.evaluator.worker.WorkerFailedException;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import java.nio.file.Path;

/** Does the fine-tunings of a study: {@link Worker} in production. */
interface FineTuner {
  WorkResult run(WorkRequest request) throws WorkerFailedException, InterruptedException;

  /** Where the progress of a request is found. */
  Path directory(WorkRequest request);

  static FineTuner of(WorkerSettings settings) {
    Worker worker = new Worker(settings);
    return new FineTuner() {
      @Override
      public WorkResult run(WorkRequest request)
          throws WorkerFailedException, InterruptedException {
        return worker.run(request);
      }

      @Override
      public Path directory(WorkRequest request) {
        return worker.directory(request);
      }
    };
  }
}
