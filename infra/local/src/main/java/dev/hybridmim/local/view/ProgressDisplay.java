package dev.hybridmim.local.view;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Shows progress to a person: on a terminal a block of lines that is refreshed in place, elsewhere
 * a line every ten seconds and whenever a snapshot or a score has come.
 */
public final class ProgressDisplay {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final Duration BETWEEN_BLOCKS = Duration.ofMillis(500);
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream to;
  private final boolean terminal;
  private final long began = System.nanoTime();
  private int shownLines;
  private long shownAt;
  private long shownEvents = -1;

  /**
   * A display.
   *
   * @param terminal whether {@code to} is one that understands how to move its cursor
   */
  public ProgressDisplay(PrintStream to, boolean terminal) {
    this.to = to;
    this.terminal = terminal;
  }

  /** Whether standard error is a terminal: the launcher script knows, Java only guesses. */
  public static boolean standardErrorIsTerminal() {
    String told = System.getProperty("hybridmim.terminal");
    boolean terminal = told == null ? System.console() != null : Boolean.parseBoolean(told);
    String kind = System.getenv("TERM");
    return terminal && kind != null && !kind.equals("dumb");
  }

  /** Shows a state, unless the last one was shown a moment ago. To be called often. */
  public synchronized void show(Summary summary) {
    long now = System.nanoTime();
    if (terminal) {
      if (shownLines == 0 || now - shownAt >= BETWEEN_BLOCKS.toNanos()) {
        drawBlock(ProgressText.block(summary, elapsed(now)));
        shownAt = now;
      }
      return;
    }
    long events = (long) summary.snapshots().size() + summary.scores().size();
    if (events != shownEvents || now - shownAt >= BETWEEN_LINES.toNanos()) {
      to.println(ProgressText.line(summary, elapsed(now)));
      shownEvents = events;
      shownAt = now;
    }
  }

  /** Says something once, above the block. */
  public synchronized void say(String sentence) {
    eraseBlock();
    to.println(sentence);
    to.flush();
  }

  /** Takes the block away, so that something else can be printed. */
  public synchronized void end() {
    eraseBlock();
    to.flush();
  }

  private void drawBlock(List<String> lines) {
    eraseBlock();
    // A line that is wider than the terminal would wrap, and the block would be higher than was
    // counted.
    to.print(NO_WRAP);
    lines.forEach(to::println);
    to.print(WRAP);
    to.flush();
    shownLines = lines.size();
  }

  private void eraseBlock() {
    if (shownLines > 0) {
      to.printf(UP_AND_CLEAR, shownLines);
      shownLines = 0;
    }
  }

  private Duration elapsed(long now) {
    return Duration.ofNanos(now - began);
  }
}
