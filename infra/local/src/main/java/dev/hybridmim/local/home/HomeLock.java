package dev.hybridmim.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The exclusive right to a home, held through an operating system's file lock: it is gone when the
 * process is, however that ended.
 */
final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock and writes this process's id into the file.
   *
   * @throws OccupiedHomeException when another process, or another run in this one, has it
   */
  static HomeLock acquire(HomeLayout home) {
    try {
      FileChannel channel =
          FileChannel.open(
              home.lock(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new OccupiedHomeException(home, owner(home.lock()));
      }
      byte[] id = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(id), 0);
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("The home's lock " + home.lock() + " can't be used", e);
    }
  }

  /** Whether a launcher works in this home now. */
  static boolean isHeld(HomeLayout home) {
    if (!Files.isRegularFile(home.lock())) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(home.lock(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Closing the channel gives back a lock that was free.
      return !locked(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("The home's lock " + home.lock() + " can't be read", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // This very process holds it already.
      return false;
    }
  }

  private static String owner(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      // Windows refuses to read what another process has locked; then the owner stays unnamed.
      return "";
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
