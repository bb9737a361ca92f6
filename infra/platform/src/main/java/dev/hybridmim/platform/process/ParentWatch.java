package dev.hybridmim.platform.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when the one that started it is gone.
 *
 * <p>The launcher holds the write end of each child's standard input open for as long as it lives.
 * However it ends, also by a kill that it can't catch, the operating system closes that pipe and
 * the child's read returns: the child then shuts down in order, and after {@value #GRACE_SECONDS}
 * seconds at the latest by force.
 */
public final class ParentWatch {
  /**
   * Set to {@code pipe} by a launcher that holds the pipe. Without it standard input is left alone.
   */
  public static final String PROPERTY = "hybridmim.parent";

  private static final int GRACE_SECONDS = 60;

  private ParentWatch() {}

  /** Starts watching if the launcher asked for it. To be called first in {@code main}. */
  public static void start() {
    if ("pipe".equals(System.getProperty(PROPERTY))) {
      daemon("parent-watch", ParentWatch::waitForTheEndOfInput).start();
    }
  }

  private static void waitForTheEndOfInput() {
    readToEnd(System.in);
    daemon("parent-watch-deadline", ParentWatch::haltAfterGrace).start();
    System.exit(0);
  }

  private static void readToEnd(InputStream input) {
    try {
      while (input.read() >= 0) {
        // What a launcher writes means nothing: only the end does.
      }
    } catch (IOException e) {
      // A pipe that can't be read any more has ended as well.
      System.err.println("The launcher's pipe broke: " + e.getMessage());
    }
  }

  private static void haltAfterGrace() {
    try {
      Thread.sleep(GRACE_SECONDS * 1000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
