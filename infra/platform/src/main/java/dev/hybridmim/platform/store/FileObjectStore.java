package dev.hybridmim.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory as a store, for tests and for tools that work without a server. A key is a path below
 * the directory, so a key can't also be the prefix of another one followed by a slash.
 */
public final class FileObjectStore implements ObjectStore {
  private static final String DRAFTS = ".drafts";

  private final Path root;

  public FileObjectStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(this.root.resolve(DRAFTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String put(String key, byte[] content, String contentType) {
    try {
      Path draft = draft(content);
      Path target = target(key);
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return eTag(content);
    } catch (IOException e) {
      throw failure("put", key, e);
    }
  }

  @Override
  public String putFile(String key, Path file, String contentType) {
    try {
      Path draft = Files.createTempFile(root.resolve(DRAFTS), "put", "");
      Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
      sync(draft);
      Path target = target(key);
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return eTag(target);
    } catch (IOException e) {
      throw failure("put", key, e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content, String contentType) {
    try {
      Path draft = draft(content);
      try {
        // A hard link is made or refused in one step, which a move is not.
        Files.createLink(target(key), draft);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } finally {
        Files.delete(draft);
      }
    } catch (IOException e) {
      throw failure("put", key, e);
    }
  }

  @Override
  public boolean replaceIf(String key, String eTag, byte[] content, String contentType) {
    // A lock file keeps other processes out, the monitor other threads of this one.
    synchronized (FileObjectStore.class) {
      Path lock = root.resolve(DRAFTS).resolve("replace.lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        Path file = resolve(key);
        if (!held.isValid() || !Files.isRegularFile(file) || !eTag(file).equals(eTag)) {
          return false;
        }
        put(key, content, contentType);
        return true;
      } catch (IOException e) {
        throw failure("put", key, e);
      }
    }
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE - 16L);
    try (InputStream content = open(key)) {
      byte[] bytes = content.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new ObjectTooLargeException(key, limit);
      }
      return bytes;
    } catch (IOException e) {
      throw failure("get", key, e);
    }
  }

  @Override
  public InputStream open(String key) {
    try {
      Path file = resolve(key);
      if (Files.isDirectory(file)) {
        throw new ObjectNotFoundException(key, null);
      }
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw failure("get", key, e);
    }
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    try (RandomAccessFile file = new RandomAccessFile(existing(key).toFile(), "r")) {
      if (offset < 0 || offset + length > file.length()) {
        throw new ObjectStoreException(
            "The object " + key + " ends before byte " + (offset + length), false, null);
      }
      byte[] bytes = new byte[length];
      file.seek(offset);
      file.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw failure("get a range of", key, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    Path file = resolve(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ObjectInfo(key, Files.size(file), eTag(file)));
    } catch (IOException e) {
      throw failure("look up", key, e);
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    List<ObjectInfo> found = new ArrayList<>();
    // Only the directory in which all such keys lie is looked through.
    Path folder = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1)).normalize();
    if (!folder.startsWith(root) || !Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String key = root.relativize(file).toString().replace('\\', '/');
        if (key.startsWith(prefix) && !key.startsWith(DRAFTS)) {
          found.add(new ObjectInfo(key, Files.size(file), eTag(file)));
        }
      }
    } catch (IOException e) {
      throw failure("list", prefix, e);
    }
    found.sort(Comparator.comparing(ObjectInfo::key));
    return found;
  }

  @Override
  public void delete(String key) {
    try {
      Files.deleteIfExists(resolve(key));
    } catch (IOException e) {
      throw failure("delete", key, e);
    }
  }

  @Override
  public void close() {}

  private Path resolve(String key) {
    Path file = root.resolve(key).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new ObjectStoreException("The key " + key + " points outside the store", false, null);
    }
    return file;
  }

  private Path existing(String key) {
    Path file = resolve(key);
    if (!Files.isRegularFile(file)) {
      throw new ObjectNotFoundException(key, null);
    }
    return file;
  }

  private Path target(String key) throws IOException {
    Path target = resolve(key);
    Files.createDirectories(target.getParent());
    return target;
  }

  private Path draft(byte[] content) throws IOException {
    Path draft = Files.createTempFile(root.resolve(DRAFTS), "put", "");
    Files.write(draft, content);
    sync(draft);
    return draft;
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static ObjectStoreException failure(String doing, String key, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new ObjectNotFoundException(key, cause);
    }
    return new ObjectStoreException(
        "The directory store could not " + doing + " " + key, true, cause);
  }

  private static String eTag(Path file) throws IOException {
    MessageDigest digest = md5();
    try (InputStream content = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String eTag(byte[] content) {
    return HexFormat.of().formatHex(md5().digest(content));
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
