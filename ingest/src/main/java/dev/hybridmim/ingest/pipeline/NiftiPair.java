package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header and an image of NIfTI that lie beside each other: {@code x.hdr} and {@code x.img}, each
 * packed with gzip or not. Whichever comes last finds the other one; the volume's source is the
 * header.
 */
final class NiftiPair {
  private static final Pattern HALF =
      Pattern.compile("(.+)\\.(hdr|img)(\\.gz)?", Pattern.CASE_INSENSITIVE);
  private static final List<String> PACKINGS = List.of("", ".gz");

  private final ObjectStore store;
  private final String headerKey;
  private final Optional<ObjectInfo> header;
  private final Optional<ObjectInfo> image;

  private NiftiPair(
      ObjectStore store,
      String headerKey,
      Optional<ObjectInfo> header,
      Optional<ObjectInfo> image) {
    this.store = store;
    this.headerKey = headerKey;
    this.header = header;
    this.image = image;
  }

  /**
   * The pair that an object belongs to, or null when it stands for itself.
   *
   * @param head the object's first bytes
   */
  static NiftiPair of(ObjectStore store, String key, byte[] head) {
    boolean isHeader = NiftiReader.isHeaderOfPair(head);
    Matcher name = HALF.matcher(key);
    if (!name.matches()) {
      return isHeader ? new NiftiPair(store, key, store.stat(key), Optional.empty()) : null;
    }
    String stem = name.group(1);
    if (isHeader) {
      return new NiftiPair(store, key, store.stat(key), find(store, stem + ".img"));
    }
    if (!name.group(2).equalsIgnoreCase("img")) {
      return null;
    }
    Optional<ObjectInfo> header = find(store, stem + ".hdr");
    String headerKey = header.map(ObjectInfo::key).orElse(stem + ".hdr");
    return new NiftiPair(store, headerKey, header, store.stat(key));
  }

  private static Optional<ObjectInfo> find(ObjectStore store, String key) {
    return PACKINGS.stream()
        .map(packing -> store.stat(key + packing))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The source of the volume: the header, with both marks. */
  ScanSource source(ScanSource announced) {
    return announced.toBuilder()
        .setKey(headerKey)
        .setEtag(
            header.map(ObjectInfo::eTag).orElse("") + "+" + image.map(ObjectInfo::eTag).orElse(""))
        .setSize(header.map(ObjectInfo::size).orElse(0L) + image.map(ObjectInfo::size).orElse(0L))
        .build();
  }

  InputStream openHeader(String reference) throws UnreadableScanException {
    return open(header, reference + " is an image of NIfTI without its header");
  }

  InputStream openImage(String reference) throws UnreadableScanException {
    return open(image, reference + " is a header of NIfTI without its image");
  }

  private InputStream open(Optional<ObjectInfo> half, String missing)
      throws UnreadableScanException {
    if (half.isEmpty()) {
      throw new UnreadableScanException(
          RejectReason.INCOMPLETE_PAIR, missing + "; put x.hdr and x.img beside each other.");
    }
    return StoredScan.open(store, half.get().key(), half.get().size());
  }
}
