package dev.hybridmim.augment.pipeline;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The byte in front of what is kept in state, so that a later version of this program can tell how
 * to read what an earlier one wrote into a savepoint.
 */
final class StateVersion {
  private static final int CURRENT = 1;

  private StateVersion() {}

  static void write(OutputStream out) throws IOException {
    out.write(CURRENT);
  }

  /**
   * Reads the byte.
   *
   * @throws IOException when a later version wrote it
   */
  static void read(InputStream in, String what) throws IOException {
    int version = in.read();
    if (version < 0) {
      throw new EOFException("The state ends where " + what + " was expected");
    }
    if (version != CURRENT) {
      throw new IOException(
          "The state holds "
              + what
              + " in format "
              + version
              + ", this version reads format "
              + CURRENT
              + ": start a newer version, or start without the savepoint");
    }
  }
}
