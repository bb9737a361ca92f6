package dev.hybridmim.local.scans;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.platform.scan.PairKeys;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.MultipartUploads;
import dev.hybridmim.platform.store.MultipartUploads.Part;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Puts files into the store, large ones part by part, and announces them.
 *
 * <p>Guarantees: a file is announced after its object is durable. The key is a keyed pseudonym of
 * the content, so the same content is stored and announced once, under whatever names it comes. An
 * upload that was cut off, by a kill as well, goes on with the parts that the store does not have;
 * what is there is compared by its MD5 where the store says it. One thread. Memory: one part.
 */
public final class ScanUploader {
  /** Parts of this many bytes: a file of 160 GB is the largest that S3's 10,000 parts allow. */
  public static final int PART_BYTES = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_PARTS = 10_000;

  private final ScanKeys keys;
  private final Pseudonyms pseudonyms;
  private final DicomFiles dicom = new DicomFiles();
  private final ScanIndex index;
  private final ScanPublisher publisher;
  private final ObjectStore store;
  private final MultipartUploads uploads;
  private final Path begun;
  private final int partBytes;

  /**
   * An uploader.
   *
   * @param begun directory in which uploads are noted that are not complete
   * @param partBytes at least 5 MiB, as S3 demands
   */
  public ScanUploader(
      String siteSecret,
      ScanIndex index,
      ScanPublisher publisher,
      ObjectStore store,
      MultipartUploads uploads,
      Path begun,
      int partBytes) {
    this.keys = new ScanKeys(siteSecret);
    this.pseudonyms = Pseudonyms.of(siteSecret);
    this.index = index;
    this.publisher = publisher;
    this.store = store;
    this.uploads = uploads;
    this.begun = begun;
    this.partBytes = partBytes;
  }

  /** What became of a file. */
  public enum Outcome {
    /** It was put and announced. */
    PUT,
    /** The rest of an earlier, cut-off upload was put, and it was announced. */
    RESUMED,
    /** Its content was in the store and announced already. */
    KNOWN
  }

  /**
   * A file that is durable and announced.
   *
   * @param sentBytes that had to be sent now
   */
  public record Result(Outcome outcome, String key, String eTag, long bytes, long sentBytes) {}

  /** An upload that was begun; one file each in the directory. */
  record Begun(String key, String uploadId, long size, int partBytes) {}

  /**
   * Puts a file and announces it.
   *
   * @param progress is told how many bytes of it are durable
   * @throws RunException when the file can't be read, is no scan, has no bytes, or is changed
   *     meanwhile
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away
   */
  public Result put(Path file, LongConsumer progress) throws InterruptedException {
    Path path = file.toAbsolutePath().normalize();
    try {
      ScanFile before = look(path);
      if (before.size() == 0) {
        throw new RunException(file + " has no bytes: copy it again.");
      }
      String key = key(before);
      Optional<ObjectInfo> existing =
          store.stat(key).filter(object -> object.size() == before.size());
      if (existing.isPresent() && index.find(key).isPresent()) {
        progress.accept(before.size());
        return new Result(Outcome.KNOWN, key, existing.get().eTag(), before.size(), 0);
      }
      Result result =
          existing.isPresent()
              ? new Result(Outcome.RESUMED, key, existing.get().eTag(), before.size(), 0)
              : send(path, before, key, progress);
      if (!look(path).equals(before)) {
        throw new RunException(file + " was changed while it was put: put it again.");
      }
      ScanEntry entry =
          new ScanEntry(key, path.toString(), before.size(), before.modified(), result.eTag());
      forgetEarlier(path, key);
      if (isOtherHalfThere(path, key)) {
        publisher.announce(entry);
      }
      index.add(entry);
      return result;
    } catch (IOException e) {
      throw new RunException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** An image of DICOM lies in the folder of its series; both names are keyed pseudonyms. */
  private String key(ScanFile file) throws IOException {
    Optional<String> ending = ScanKeys.ending(file.path());
    if (ending.isPresent()) {
      return keys.contentKey(digest(file.path()), ending.get());
    }
    String series =
        dicom
            .seriesInstanceUid(file)
            .orElseThrow(
                () ->
                    new RunException(
                        file.path()
                            + " is no scan: neither an image of DICOM (CT, MR, PET) nor named "
                            + ScanKeys.ENDINGS_TEXT
                            + "."));
    return SeriesKeys.instance(
        SeriesKeys.folder(pseudonyms.series(series)), pseudonyms.object(sha256(file.path())));
  }

  /** Both halves of a pair share a key but for the ending, so that each is found by the other. */
  private static String digest(Path path) throws IOException {
    Optional<Path> other = ScanDirectory.otherHalf(path);
    if (other.isEmpty()) {
      return sha256(path);
    }
    boolean isHeader = PairKeys.isHeader(path.getFileName().toString());
    Path header = isHeader ? path : other.get();
    Path image = isHeader ? other.get() : path;
    return sha256(header) + "+" + sha256(image);
  }

  /** Of a pair the half that is put last is announced, for both; see {@link ScanWatcher}. */
  private boolean isOtherHalfThere(Path path, String key) {
    Optional<Path> other = ScanDirectory.otherHalf(path);
    if (other.isEmpty()) {
      return true;
    }
    String stem = PairKeys.stem(key).orElseThrow();
    return store.stat(stem + ScanKeys.ending(other.get()).orElseThrow()).isPresent();
  }

  /**
   * A file that was put before with other content is replaced by this one: what was refused of it
   * is history, and in the folder of a series the old image must not lie beside the new one.
   */
  private void forgetEarlier(Path path, String key) throws InterruptedException {
    for (ScanEntry earlier : index.earlier(path.toString(), key)) {
      publisher.withdrawReject(earlier.key());
      if (SeriesKeys.folderOf(key).isPresent()
          && SeriesKeys.folderOf(earlier.key()).equals(SeriesKeys.folderOf(key))) {
        store.delete(earlier.key());
      }
    }
  }

  private Result send(Path path, ScanFile file, String key, LongConsumer progress)
      throws IOException {
    if (file.size() <= partBytes) {
      String eTag = publisher.put(key, file);
      progress.accept(file.size());
      return new Result(Outcome.PUT, key, eTag, file.size(), file.size());
    }
    if (file.size() > (long) partBytes * MOST_PARTS) {
      throw new RunException(path + " is larger than a store takes in parts: split it.");
    }
    Path note = begun.resolve(key.substring(key.lastIndexOf('/') + 1) + ".json");
    Optional<Begun> earlier = earlier(note, key, file.size());
    SortedMap<Integer, Part> there = new TreeMap<>();
    earlier.ifPresent(upload -> there.putAll(uploads.parts(key, upload.uploadId())));
    Begun upload =
        earlier.filter(known -> !there.isEmpty()).orElseGet(() -> begin(note, key, file));
    long sent = 0;
    SortedMap<Integer, Part> parts = new TreeMap<>();
    try (RandomAccessFile content = new RandomAccessFile(path.toFile(), "r")) {
      int count = (int) ((file.size() + upload.partBytes() - 1) / upload.partBytes());
      for (int number = 1; number <= count; number++) {
        long first = (long) (number - 1) * upload.partBytes();
        byte[] bytes = new byte[(int) Math.min(upload.partBytes(), file.size() - first)];
        content.seek(first);
        content.readFully(bytes);
        Part known = there.get(number);
        if (known != null && isThere(known, bytes)) {
          parts.put(number, known);
        } else {
          parts.put(number, uploads.put(key, upload.uploadId(), number, bytes));
          sent += bytes.length;
        }
        progress.accept(first + bytes.length);
      }
    }
    uploads.complete(key, upload.uploadId(), parts);
    // Asked for, since stores differ in what they answer to the completion.
    String eTag =
        store
            .stat(key)
            .filter(object -> object.size() == file.size())
            .map(ObjectInfo::eTag)
            .orElseThrow(
                () ->
                    new RunException("The store has not put together " + key + ": put it again."));
    Files.delete(note);
    return new Result(
        there.isEmpty() ? Outcome.PUT : Outcome.RESUMED, key, eTag, file.size(), sent);
  }

  private Optional<Begun> earlier(Path note, String key, long size) {
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    Begun found = PrivateFiles.readJson(note, Begun.class);
    return found.key().equals(key) && found.size() == size ? Optional.of(found) : Optional.empty();
  }

  private Begun begin(Path note, String key, ScanFile file) {
    Begun upload =
        new Begun(key, uploads.begin(key, ScanPublisher.contentType(key)), file.size(), partBytes);
    try {
      PrivateFiles.createDirectory(begun);
    } catch (IOException e) {
      throw new RunException("The directory " + begun + " can't be made: " + e.getMessage(), e);
    }
    PrivateFiles.writeJson(note, upload);
    return upload;
  }

  /** Some stores say no MD5 of a part; then its size has to do. */
  private static boolean isThere(Part part, byte[] bytes) {
    boolean digest = part.eTag().matches("[0-9a-f]{32}");
    return part.size() == bytes.length
        && (!digest || part.eTag().equals(HexFormat.of().formatHex(digest("MD5").digest(bytes))));
  }

  private static ScanFile look(Path path) throws IOException {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new RunException(path + " is no file that this user may read.");
    }
    return new ScanFile(path, Files.size(path), Files.getLastModifiedTime(path).toMillis());
  }

  private static String sha256(Path path) throws IOException {
    MessageDigest digest = digest("SHA-256");
    try (InputStream content = Files.newInputStream(path)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm, e);
    }
  }
}
