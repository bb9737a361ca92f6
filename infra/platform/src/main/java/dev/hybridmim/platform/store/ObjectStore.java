package dev.hybridmim.platform.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A flat space of immutable byte arrays by key.
 *
 * <p>A put that returns is durable and atomic: readers see the old object or the whole new one.
 * Listing is consistent with puts that returned. Implementations are thread-safe.
 *
 * <p>Every method throws {@link ObjectStoreException} when the store refuses or is away; reading
 * methods throw {@link ObjectNotFoundException} when the key does not exist.
 */
public interface ObjectStore extends AutoCloseable {
  /** Writes an object, replacing one of the same key, and returns its entity tag. */
  String put(String key, byte[] content, String contentType);

  /**
   * Writes a file's content as an object, replacing one of the same key, and returns its entity
   * tag.
   */
  String putFile(String key, Path file, String contentType);

  /**
   * Writes an object unless one of that key exists; of several at once exactly one returns true.
   */
  boolean putIfAbsent(String key, byte[] content, String contentType);

  /**
   * As {@link #putIfAbsent}, and says what the new object is, which spares looking it up.
   *
   * @return empty when there was an object of this key
   */
  default Optional<ObjectInfo> putNew(String key, byte[] content, String contentType) {
    return putIfAbsent(key, content, contentType) ? stat(key) : Optional.empty();
  }

  /**
   * Replaces an object if it still has the entity tag that the caller saw; of several at once that
   * saw the same exactly one returns true.
   *
   * @return false when the object is another one by now or is gone
   */
  boolean replaceIf(String key, String eTag, byte[] content, String contentType);

  /**
   * The whole object.
   *
   * @throws ObjectTooLargeException when it has more than {@code maxBytes} bytes
   */
  byte[] get(String key, long maxBytes);

  /**
   * The object as a stream; the caller closes it. Its reads throw {@link java.io.IOException} when
   * the store goes away.
   */
  InputStream open(String key);

  /** {@code length} bytes from {@code offset}; the range must lie within the object. */
  byte[] getRange(String key, long offset, int length);

  /** Size and entity tag, or nothing when there is no such object. */
  Optional<ObjectInfo> stat(String key);

  /** All objects whose key begins with {@code prefix}, in the order of their keys. */
  List<ObjectInfo> list(String prefix);

  /** Removes an object; nothing happens when there is none. */
  void delete(String key);

  @Override
  void close();
}
