package dev.hybridmim.ingest.testing;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory, for tests that put thousands of them. */
public final class MemoryStore implements ObjectStore {
  private final SortedMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public String put(String key, byte[] content, String contentType) {
    objects.put(key, content.clone());
    return eTag(content);
  }

  @Override
  public String putFile(String key, Path file, String contentType) {
    try {
      return put(key, Files.readAllBytes(file), contentType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content, String contentType) {
    return objects.putIfAbsent(key, content.clone()) == null;
  }

  @Override
  public boolean replaceIf(String key, String eTag, byte[] content, String contentType) {
    byte[] before = objects.get(key);
    return before != null
        && eTag(before).equals(eTag)
        && ((ConcurrentSkipListMap<String, byte[]>) objects).replace(key, before, content.clone());
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    byte[] content = find(key);
    if (content.length > maxBytes) {
      throw new ObjectTooLargeException(key, maxBytes);
    }
    return content.clone();
  }

  @Override
  public InputStream open(String key) {
    return new ByteArrayInputStream(find(key));
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    int from = Math.toIntExact(offset);
    return Arrays.copyOfRange(find(key), from, from + length);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(content -> new ObjectInfo(key, content.length, eTag(content)));
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return objects.tailMap(prefix).keySet().stream()
        .takeWhile(key -> key.startsWith(prefix))
        .map(key -> stat(key).orElseThrow())
        .toList();
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public void close() {
    // Nothing is held but memory.
  }

  private byte[] find(String key) {
    byte[] content = objects.get(key);
    if (content == null) {
      throw new ObjectNotFoundException(key, null);
    }
    return content;
  }

  private static String eTag(byte[] content) {
    return Integer.toHexString(Arrays.hashCode(content)) + "-" + content.length;
  }
}
