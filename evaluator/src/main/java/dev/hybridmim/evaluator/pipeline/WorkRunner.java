package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.evaluator.worker.WorkRequest;
import dev.hybridmim.evaluator.worker.WorkResult;
import dev.hybridmim.evaluator.worker.WorkerFailedException;

/** Does a piece of work: {@link dev.hybridmim.evaluator.worker.Worker#run} in production. */
@FunctionalInterface
interface WorkRunner {
  WorkResult run(WorkRequest request) throws WorkerFailedException, InterruptedException;
}
