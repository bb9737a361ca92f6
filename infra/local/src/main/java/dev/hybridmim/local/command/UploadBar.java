package dev.hybridmim.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** One line that shows how far an upload is; nothing where standard error is no terminal. */
final class UploadBar {
  private static final int WIDTH = 24;
  private static final double MEGABYTE = 1e6;

  private final PrintStream to;
  private final boolean terminal;
  private String name = "";
  private long size;

  UploadBar(PrintStream to, boolean terminal) {
    this.to = to;
    this.terminal = terminal;
  }

  void begin(Path file, int number, int files) {
    name = number + "/" + files + " " + file.getFileName();
    size = PutCommand.size(file);
    show(0);
  }

  /**
   * Shows the bar.
   *
   * @param bytes that are durable
   */
  void show(long bytes) {
    if (!terminal) {
      return;
    }
    double part = size == 0 ? 1 : Math.min(1, (double) bytes / size);
    int full = (int) (part * WIDTH);
    to.print(
        String.format(
            Locale.ROOT,
            "\r\u001b[K[%s%s] %3.0f %% of %.1f MB  %s",
            "#".repeat(full),
            " ".repeat(WIDTH - full),
            100 * part,
            size / MEGABYTE,
            name));
    to.flush();
  }

  void end() {
    if (terminal) {
      to.print("\r\u001b[K");
      to.flush();
    }
  }
}
