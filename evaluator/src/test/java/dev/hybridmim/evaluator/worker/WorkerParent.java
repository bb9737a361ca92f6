package dev.hybridmim.evaluator.worker;

import dev.hybridmim.platform.json.Json;
import java.io.File;
import java.time.Duration;

/** A process that starts a worker and waits for it, so that a test can kill it. */
final class WorkerParent {
  private WorkerParent() {}

  public static void main(String[] arguments) throws Exception {
    WorkRequest request = Json.mapper().readValue(new File(arguments[0]), WorkRequest.class);
    new Worker(new WorkerSettings(arguments[1], 256, Duration.ofMinutes(10), 1)).run(request);
  }
}
