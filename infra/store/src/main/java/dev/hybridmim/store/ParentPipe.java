package dev.hybridmim.store;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its parent is gone.
 *
 * <p>The same contract as the platform's watch, written here because this module's class path is
 * kept apart: the parent holds the write end of standard input open, so the end of input means that
 * there is no parent any more.
 */
final class ParentPipe {
  private static final String PROPERTY = "hybridmim.parent";

  private ParentPipe() {}

  /** Starts watching if the parent said that it holds the pipe. */
  static void watch() {
    if ("pipe".equals(System.getProperty(PROPERTY))) {
      Thread watch = new Thread(() -> exitAtEndOf(System.in), "parent-pipe");
      watch.setDaemon(true);
      watch.start();
    }
  }

  private static void exitAtEndOf(InputStream input) {
    try {
      while (input.read() >= 0) {
        // What a parent writes means nothing: only the end does.
      }
    } catch (IOException e) {
      System.err.println("The parent's pipe broke: " + e.getMessage());
    }
    System.exit(0);
  }
}
