package dev.hybridmim.local.process;

import dev.hybridmim.local.RunException;
import java.nio.file.Path;

/** A child process ended although nobody had asked it to. */
public final class DeadChildException extends RunException {
  private static final long serialVersionUID = 1L;

  private final String child;

  DeadChildException(String child, String ending, Path log) {
    super(
        "The process "
            + child
            + " "
            + ending
            + ": what it said last is in "
            + log
            + "; the next run goes on where this one was.");
    this.child = child;
  }

  /** The name of the process. */
  public String child() {
    return child;
  }
}
