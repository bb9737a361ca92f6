package dev.hybridmim.evaluator.worker;

import java.io.Serializable;
import java.time.Duration;

/**
 * How workers are run.
 *
 * @param directory below which each piece of work gets a directory; on a cluster a path that every
 *     task manager can create
 * @param heapMebibytes largest Java heap of a worker; the tensor library's memory comes on top
 * @param timeout after which a worker is killed
 * @param tries how often a piece of work is tried before it is given up, at least 1
 */
public record WorkerSettings(String directory, int heapMebibytes, Duration timeout, int tries)
    implements Serializable {

  public WorkerSettings {
    if (heapMebibytes < 64 || tries < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "A worker needs a heap of at least 64 MiB, a positive timeout and one try, not "
              + heapMebibytes
              + " MiB, "
              + timeout
              + " and "
              + tries
              + ".");
    }
  }
}
