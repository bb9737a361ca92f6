package dev.hybridmim.local.process;

import dev.hybridmim.local.RunException;
import java.nio.file.Path;
import java.time.Duration;

/** A child process lives but was not ready in time. */
public final class NotReadyException extends RunException {
  private static final long serialVersionUID = 1L;

  NotReadyException(String child, Duration deadline, Path log) {
    super(
        "The process "
            + child
            + " was not ready within "
            + deadline.toSeconds()
            + " s: what it said last is in "
            + log
            + ".");
  }
}
