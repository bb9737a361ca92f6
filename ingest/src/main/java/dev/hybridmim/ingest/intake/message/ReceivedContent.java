package dev.hybridmim.ingest.intake.message;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The bytes of one data set while it comes in: in memory as long as they are few, then in a file
 * that only this user can read and that is deleted on closing. It holds what was sent, identifiers
 * included; nothing else in this module keeps that. For one thread.
 */
public final class ReceivedContent implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 20;

  private final Path directory;
  private final int mostInMemory;
  private final long mostBytes;
  private ByteChunks memory = new ByteChunks();
  private Path file;
  private OutputStream out;
  private long size;
  private boolean overflown;

  /**
   * Empty content.
   *
   * @param directory of the file, on the file system of the intake's home
   * @param mostInMemory bytes
   * @param mostBytes beyond these nothing is kept and {@link #hasOverflown} tells
   */
  public ReceivedContent(Path directory, int mostInMemory, long mostBytes) {
    this.directory = directory;
    this.mostInMemory = mostInMemory;
    this.mostBytes = mostBytes;
  }

  /** Appends bytes. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (overflown || size > mostBytes) {
      overflow();
      return;
    }
    if (file == null && size > mostInMemory) {
      spill();
    }
    if (file == null) {
      memory.write(bytes, offset, length);
    } else {
      out.write(bytes, offset, length);
    }
  }

  /** Whether there was more than is allowed; the content is then gone. */
  public boolean hasOverflown() {
    return overflown;
  }

  /** Bytes that came, kept or not. */
  public long size() {
    return size;
  }

  /** All bytes. To be called once nothing more comes. */
  public byte[] bytes() throws IOException {
    if (file == null) {
      return memory.toByteArray();
    }
    out.flush();
    return read(file, (int) size);
  }

  /**
   * Piece by piece: what a channel reads goes through memory outside of the heap, and as much of it
   * stays with the thread.
   */
  private static byte[] read(Path file, int size) throws IOException {
    byte[] all = new byte[size];
    try (InputStream in = Files.newInputStream(file)) {
      int done = 0;
      while (done < size) {
        int got = in.read(all, done, Math.min(PIECE_BYTES, size - done));
        if (got < 0) {
          throw new EOFException("A received data set is shorter than what was written of it");
        }
        done += got;
      }
    }
    return all;
  }

  private void spill() throws IOException {
    boolean owners = Files.getFileStore(directory).supportsFileAttributeView("posix");
    FileAttribute<?>[] attributes =
        owners
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    file = Files.createTempFile(directory, "received-", ".part", attributes);
    out = Files.newOutputStream(file);
    memory.writeTo(out);
    memory = new ByteChunks();
  }

  private void overflow() {
    overflown = true;
    close();
  }

  /** Forgets the bytes. */
  @Override
  public void close() {
    memory = new ByteChunks();
    try {
      if (out != null) {
        out.close();
        out = null;
      }
      if (file != null) {
        Files.deleteIfExists(file);
        file = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A received data set could not be deleted", e);
    }
  }
}
