package dev.hybridmim.ingest.bench;

import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store in a directory that also holds one file as its only scan, where that lies. */
final class OneScanStore implements ObjectStore {
  static final String KEY = "raw/scan";

  private final Path scan;
  private final FileObjectStore volumes;

  OneScanStore(Path scan, Path directory) {
    this.scan = scan;
    this.volumes = new FileObjectStore(directory);
  }

  @Override
  public InputStream open(String key) {
    if (!key.equals(KEY)) {
      return volumes.open(key);
    }
    try {
      return Files.newInputStream(scan);
    } catch (IOException e) {
      throw new ObjectNotFoundException(key, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    if (!key.equals(KEY)) {
      return volumes.stat(key);
    }
    try {
      return Optional.of(new ObjectInfo(key, Files.size(scan), ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String put(String key, byte[] content, String contentType) {
    return volumes.put(key, content, contentType);
  }

  @Override
  public String putFile(String key, Path file, String contentType) {
    return volumes.putFile(key, file, contentType);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content, String contentType) {
    return volumes.putIfAbsent(key, content, contentType);
  }

  @Override
  public boolean replaceIf(String key, String eTag, byte[] content, String contentType) {
    return volumes.replaceIf(key, eTag, content, contentType);
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    return volumes.get(key, maxBytes);
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    return volumes.getRange(key, offset, length);
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return volumes.list(prefix);
  }

  @Override
  public void delete(String key) {
    volumes.delete(key);
  }

  @Override
  public void close() {
    volumes.close();
  }
}
