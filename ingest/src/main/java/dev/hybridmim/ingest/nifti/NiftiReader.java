package dev.hybridmim.ingest.nifti;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.OwnedImage;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.image.VoxelArray;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.platform.message.Modality;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one NIfTI-1 or NIfTI-2 volume from a single file, packed with gzip or not; see this
 * package's documentation for what is accepted and what is refused.
 *
 * <p>Memory: the image (2 bytes a voxel of an integer type of up to 16 bits, else 4) and one slice,
 * or {@value #BLOCK_BYTES} bytes if that is more. Nothing in the file is believed before it is
 * checked: sizes are compared with the limits before anything of that size is allocated.
 *
 * <pre>{@code
 * Image image = NiftiReader.read(bytes, "scan 1f6b", ReadLimits.ofThisProcess(1));
 * }</pre>
 */
public final class NiftiReader {
  private static final int BLOCK_BYTES = 16 << 20;
  private static final int SLICES_PER_BLOCK = 32;
  private static final int GZIP_BUFFER_BYTES = 64 << 10;
  private static final int MAX_TRAILING_BYTES = 64 << 20;
  // Deflate's best case: 258 bytes from two bits, rounded up, and room for the gzip frame.
  private static final long MAX_EXPANSION = 1032;
  // So large that it bounds nothing, also when it is multiplied with the expansion.
  private static final long UNKNOWN_LENGTH = Long.MAX_VALUE / MAX_EXPANSION - 1;
  private static final int FIRST_OF_GZIP = 0x1f;
  private static final int SECOND_OF_GZIP = 0x8b;
  private static final int MAGIC_1 = 344;
  private static final int MAGIC_2 = 4;
  private static final int EXPONENT_BITS = 0x7f800000;

  private NiftiReader() {}

  /**
   * Reads a file that is in memory.
   *
   * @param reference names the scan in messages; no identifiers
   */
  public static Image read(byte[] file, String reference, ReadLimits limits)
      throws UnreadableScanException {
    try {
      return read(new ByteArrayInputStream(file), file.length, reference, limits, StageWatch.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file; {@link IOException} means that the disk failed, never that the content is bad.
   */
  public static Image read(Path file, String reference, ReadLimits limits)
      throws IOException, UnreadableScanException {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
      return read(content, Files.size(file), reference, limits, StageWatch.NONE);
    }
  }

  /**
   * Reads and closes a stream of unknown length.
   *
   * @throws IOException when the stream itself fails
   */
  public static Image read(InputStream content, String reference, ReadLimits limits)
      throws IOException, UnreadableScanException {
    try (content) {
      return read(content, UNKNOWN_LENGTH, reference, limits, StageWatch.NONE);
    }
  }

  /**
   * Reads a stream of known length and leaves it open.
   *
   * @param storedBytes that the stream holds, packed if it is packed
   * @throws IOException when the stream itself fails
   */
  public static Image read(
      InputStream content, long storedBytes, String reference, ReadLimits limits, StageWatch watch)
      throws IOException, UnreadableScanException {
    watch.enter(Stage.FETCH);
    return readStored(content, storedBytes, reference, limits, watch);
  }

  private static Image readStored(
      InputStream stored, long storedBytes, String reference, ReadLimits limits, StageWatch watch)
      throws IOException, UnreadableScanException {
    if (storedBytes > limits.maxBytes() && storedBytes != UNKNOWN_LENGTH) {
      throw new UnreadableScanException(
          RejectReason.TOO_LARGE,
          "%s has %d bytes, more than the %d that fit; give ingest more memory and retry."
              .formatted(reference, storedBytes, limits.maxBytes()));
    }
    SingleImage only = new SingleImage();
    readUnpacked(
        stored,
        storedBytes,
        reference,
        (plain, mostBytes) ->
            readPlain(plain, mostBytes, reference, limits, NiftiVolumes.REFUSE, only::take, watch));
    return only.image;
  }

  /**
   * Reads the volumes of a file one after the other and leaves the stream open: at most one of them
   * is in memory unless the taker keeps it.
   *
   * @param storedBytes that the stream holds, packed if it is packed; -1 when that is not known
   * @param volumes which are wanted of a file that holds several
   * @throws IOException when the stream itself fails
   */
  public static void readVolumes(
      InputStream content,
      long storedBytes,
      String reference,
      ReadLimits limits,
      NiftiVolumes volumes,
      ImageTaker taker,
      StageWatch watch)
      throws IOException, UnreadableScanException {
    watch.enter(Stage.FETCH);
    readUnpacked(
        content,
        storedBytes < 0 ? UNKNOWN_LENGTH : storedBytes,
        reference,
        (plain, mostBytes) ->
            readPlain(plain, mostBytes, reference, limits, volumes, taker, watch));
  }

  /**
   * Reads a pair of files, header and voxels, each packed or not, and leaves the streams open.
   *
   * @throws IOException when a stream itself fails
   */
  public static void readPair(
      InputStream header,
      InputStream image,
      String reference,
      ReadLimits limits,
      NiftiVolumes volumes,
      ImageTaker taker,
      StageWatch watch)
      throws IOException, UnreadableScanException {
    watch.enter(Stage.FETCH);
    NiftiHeader[] parsed = new NiftiHeader[1];
    readUnpacked(
        header,
        UNKNOWN_LENGTH,
        reference,
        (plain, mostBytes) -> parsed[0] = header(plain, reference, limits));
    requireWanted(parsed[0], volumes, reference);
    readUnpacked(
        image,
        UNKNOWN_LENGTH,
        reference,
        (plain, mostBytes) -> {
          skip(plain, parsed[0].voxelOffset(), reference);
          takeVolumes(plain, parsed[0], reference, volumes, taker, watch);
        });
  }

  /**
   * Whether a file is the header of a pair, whose voxels lie in another one.
   *
   * @param beginning 540 bytes of it or more, packed or not
   */
  public static boolean isHeaderOfPair(byte[] beginning) {
    try {
      PushbackInputStream peekable =
          new PushbackInputStream(new ByteArrayInputStream(beginning), 2);
      InputStream plain = isGzip(peekable) ? new GZIPInputStream(peekable) : peekable;
      byte[] header = plain.readNBytes(NiftiHeader.BYTES_2);
      int bytes = header.length < 4 ? 0 : NiftiHeader.size(header);
      int magic = bytes == NiftiHeader.BYTES_1 ? MAGIC_1 : MAGIC_2;
      return bytes > 0
          && header.length >= magic + 2
          && header[magic] == 'n'
          && header[magic + 1] == 'i';
    } catch (IOException e) {
      // A broken gzip stream: reading it says so.
      return false;
    }
  }

  /** Takes the volumes of a file. */
  public interface ImageTaker {
    /** Takes one; what it holds on to stays in memory. */
    void take(OwnedImage image) throws UnreadableScanException;
  }

  private static final class SingleImage {
    private Image image;

    void take(OwnedImage taken) {
      image = taken.release();
    }
  }

  private interface PlainReader {
    void read(InputStream plain, long mostBytes) throws IOException, UnreadableScanException;
  }

  private static void readUnpacked(
      InputStream stored, long storedBytes, String reference, PlainReader reader)
      throws IOException, UnreadableScanException {
    PushbackInputStream peekable = new PushbackInputStream(stored, 2);
    if (!isGzip(peekable)) {
      reader.read(peekable, storedBytes);
      return;
    }
    try {
      // Not closed: the stream below is the caller's.
      InputStream plain = new GZIPInputStream(peekable, GZIP_BUFFER_BYTES);
      reader.read(
          plain,
          storedBytes == UNKNOWN_LENGTH ? UNKNOWN_LENGTH : (storedBytes + 1) * MAX_EXPANSION);
      readToChecksum(plain);
    } catch (ZipException e) {
      throw new UnreadableScanException(
          RejectReason.CORRUPT_GZIP,
          reference + " has a broken gzip stream (" + e.getMessage() + "); upload it again.",
          e);
    } catch (EOFException e) {
      throw new UnreadableScanException(
          RejectReason.TRUNCATED,
          reference + " has a gzip stream that breaks off; upload it again.",
          e);
    }
  }

  private static boolean isGzip(PushbackInputStream content) throws IOException {
    byte[] first = content.readNBytes(2);
    content.unread(first);
    return first.length == 2
        && (first[0] & 0xff) == FIRST_OF_GZIP
        && (first[1] & 0xff) == SECOND_OF_GZIP;
  }

  /** The checksum stands behind the last byte and is compared when that is read. */
  private static void readToChecksum(InputStream plain) throws IOException {
    byte[] sink = new byte[GZIP_BUFFER_BYTES];
    long drained = 0;
    int count = plain.read(sink);
    while (count >= 0 && drained < MAX_TRAILING_BYTES) {
      drained += count;
      count = plain.read(sink);
    }
  }

  private static void readPlain(
      InputStream content,
      long mostBytes,
      String reference,
      ReadLimits limits,
      NiftiVolumes volumes,
      ImageTaker taker,
      StageWatch watch)
      throws IOException, UnreadableScanException {
    NiftiHeader header = header(content, reference, limits);
    if (header.pair()) {
      throw new UnreadableScanException(
          RejectReason.UNSUPPORTED_LAYOUT,
          reference
              + " is a header whose voxels lie in a second file; convert it to one .nii file.");
    }
    requireWanted(header, volumes, reference);
    long wanted = volumes == NiftiVolumes.ALL ? header.volumes() : 1;
    long needed = header.voxelOffset() + header.voxelBytes() * wanted;
    if (mostBytes < needed) {
      throw new UnreadableScanException(
          RejectReason.TRUNCATED,
          "%s needs %d bytes by its header and can't have more than %d; upload it again."
              .formatted(reference, needed, mostBytes));
    }
    skip(content, header.voxelOffset() - header.bytes(), reference);
    takeVolumes(content, header, reference, volumes, taker, watch);
  }

  private static void requireWanted(NiftiHeader header, NiftiVolumes volumes, String reference)
      throws UnreadableScanException {
    if (header.volumes() > 1 && volumes == NiftiVolumes.REFUSE) {
      throw new UnreadableScanException(
          RejectReason.FOUR_DIMENSIONAL,
          "%s holds %d volumes; split it into single volumes, or let the profile's ingest.volumes take"
                  .formatted(reference, header.volumes())
              + " the first or all.");
    }
  }

  private static void takeVolumes(
      InputStream content,
      NiftiHeader header,
      String reference,
      NiftiVolumes volumes,
      ImageTaker taker,
      StageWatch watch)
      throws IOException, UnreadableScanException {
    long wanted = volumes == NiftiVolumes.ALL ? header.volumes() : 1;
    for (long volume = 0; volume < wanted; volume++) {
      taker.take(new OwnedImage(image(content, header, reference, watch)));
      watch.enter(Stage.FETCH);
    }
  }

  private static Image image(
      InputStream content, NiftiHeader header, String reference, StageWatch watch)
      throws IOException, UnreadableScanException {
    return new Image(
        voxels(content, header, reference, watch),
        new int[] {header.sizeI(), header.sizeJ(), header.sizeK()},
        header.affine(),
        Modality.MODALITY_UNSPECIFIED);
  }

  private static NiftiHeader header(InputStream content, String reference, ReadLimits limits)
      throws IOException, UnreadableScanException {
    byte[] size = content.readNBytes(4);
    int headerBytes = size.length < 4 ? 0 : NiftiHeader.size(size);
    if (headerBytes == 0) {
      throw new UnreadableScanException(
          RejectReason.NOT_NIFTI,
          reference + " does not begin like a NIfTI file; convert it or leave it away.");
    }
    byte[] header = new byte[headerBytes];
    System.arraycopy(size, 0, header, 0, size.length);
    int read = content.readNBytes(header, size.length, headerBytes - size.length) + size.length;
    if (read < headerBytes) {
      throw new UnreadableScanException(
          RejectReason.TRUNCATED,
          reference + " ends after " + read + " bytes, within its header; upload it again.");
    }
    return NiftiHeader.parse(header, reference, limits.maxVoxels());
  }

  /** Extensions lie between the header and the voxels; none is needed here. */
  private static void skip(InputStream content, long bytes, String reference)
      throws IOException, UnreadableScanException {
    byte[] sink = new byte[8 << 10];
    long left = bytes;
    while (left > 0) {
      int count = content.readNBytes(sink, 0, (int) Math.min(sink.length, left));
      if (count == 0) {
        throw new UnreadableScanException(
            RejectReason.TRUNCATED, reference + " ends before its first voxel; upload it again.");
      }
      left -= count;
    }
  }

  private static VoxelArray voxels(
      InputStream content, NiftiHeader header, String reference, StageWatch watch)
      throws IOException, UnreadableScanException {
    if (header.type().hasCodes()) {
      float[] meaning = header.type().meaning(header.slope(), header.intercept());
      if (scaledAreFinite(meaning)) {
        return VoxelArray.coded(codes(content, header, reference, watch), meaning);
      }
    }
    return VoxelArray.of(floats(content, header, reference, watch));
  }

  private static boolean scaledAreFinite(float[] meaning) {
    for (float value : meaning) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The file has i contiguous and the image k, so blocks of slices are read and turned tile by
   * tile.
   */
  private static short[] codes(
      InputStream content, NiftiHeader header, String reference, StageWatch watch)
      throws IOException, UnreadableScanException {
    int sizeI = header.sizeI();
    int sizeJ = header.sizeJ();
    int sizeK = header.sizeK();
    SliceBlocks blocks = new SliceBlocks(content, header, reference, watch);
    ShortBuffer numbers = ByteBuffer.wrap(blocks.bytes()).order(header.order()).asShortBuffer();
    short[] codes = new short[sizeI * sizeJ * sizeK];
    short[] tile = new short[blocks.slicesPerBlock() * sizeI];
    for (int firstK = 0; firstK < sizeK; firstK += blocks.slicesPerBlock()) {
      int slices = blocks.read(firstK);
      for (int j = 0; j < sizeJ; j++) {
        for (int slice = 0; slice < slices; slice++) {
          int first = (slice * sizeJ + j) * sizeI;
          header.type().readCodes(blocks.bytes(), numbers, first, tile, slice * sizeI, sizeI);
        }
        turn(tile, sizeI, slices, codes, j * sizeK + firstK, sizeJ * sizeK);
      }
    }
    return codes;
  }

  private static void turn(
      short[] tile, int sizeI, int slices, short[] codes, int first, int strideI) {
    for (int i = 0; i < sizeI; i++) {
      int target = first + i * strideI;
      for (int slice = 0; slice < slices; slice++) {
        codes[target + slice] = tile[slice * sizeI + i];
      }
    }
  }

  /** As {@link #codes}, for wider types. */
  private static float[] floats(
      InputStream content, NiftiHeader header, String reference, StageWatch watch)
      throws IOException, UnreadableScanException {
    int sizeI = header.sizeI();
    int sizeJ = header.sizeJ();
    int sizeK = header.sizeK();
    int rowBytes = sizeI * header.type().bytes();
    SliceBlocks blocks = new SliceBlocks(content, header, reference, watch);
    ByteBuffer blockNumbers = ByteBuffer.wrap(blocks.bytes()).order(header.order());
    float[] voxels = new float[sizeI * sizeJ * sizeK];
    double[] row = new double[sizeI];
    float[][] tile = new float[blocks.slicesPerBlock()][sizeI];
    for (int firstK = 0; firstK < sizeK; firstK += blocks.slicesPerBlock()) {
      int slices = blocks.read(firstK);
      for (int j = 0; j < sizeJ; j++) {
        for (int slice = 0; slice < slices; slice++) {
          header.type().read(blockNumbers, (slice * sizeJ + j) * rowBytes, row, sizeI);
          if (!scale(row, header.slope(), header.intercept(), tile[slice])) {
            throw new UnreadableScanException(
                RejectReason.NON_FINITE_VOXELS,
                "%s has NaN or infinite voxels in slice %d; export it again."
                    .formatted(reference, firstK + slice));
          }
        }
        turn(tile, slices, voxels, j * sizeK + firstK, sizeJ * sizeK);
      }
    }
    return voxels;
  }

  /** Reads the voxels' bytes, some slices at a time. */
  private static final class SliceBlocks {
    private final InputStream content;
    private final String reference;
    private final StageWatch watch;
    private final int sliceBytes;
    private final int sizeK;
    private final byte[] bytes;

    SliceBlocks(InputStream content, NiftiHeader header, String reference, StageWatch watch) {
      this.content = content;
      this.reference = reference;
      this.watch = watch;
      this.sliceBytes = header.sizeI() * header.type().bytes() * header.sizeJ();
      this.sizeK = header.sizeK();
      int slices =
          Math.min(sizeK, Math.max(1, Math.min(SLICES_PER_BLOCK, BLOCK_BYTES / sliceBytes)));
      this.bytes = new byte[slices * sliceBytes];
    }

    byte[] bytes() {
      return bytes;
    }

    int slicesPerBlock() {
      return bytes.length / sliceBytes;
    }

    /** Reads the block that begins with a slice and returns how many slices it has. */
    int read(int firstK) throws IOException, UnreadableScanException {
      watch.enter(Stage.FETCH);
      int slices = Math.min(slicesPerBlock(), sizeK - firstK);
      int read = content.readNBytes(bytes, 0, slices * sliceBytes);
      if (read < slices * sliceBytes) {
        throw new UnreadableScanException(
            RejectReason.TRUNCATED,
            "%s ends in slice %d of %d; upload it again."
                .formatted(reference, firstK + read / sliceBytes, sizeK));
      }
      watch.enter(Stage.DECODE);
      return slices;
    }
  }

  /** False when a number is not finite as a float. */
  private static boolean scale(double[] row, double slope, double intercept, float[] into) {
    int nonFinite = 0;
    for (int i = 0; i < into.length; i++) {
      float value = (float) (row[i] * slope + intercept);
      into[i] = value;
      int exponent = Float.floatToRawIntBits(value) & EXPONENT_BITS;
      nonFinite |= exponent == EXPONENT_BITS ? 1 : 0;
    }
    return nonFinite == 0;
  }

  private static void turn(float[][] tile, int slices, float[] voxels, int first, int strideI) {
    int sizeI = tile[0].length;
    for (int i = 0; i < sizeI; i++) {
      int target = first + i * strideI;
      for (int slice = 0; slice < slices; slice++) {
        voxels[target + slice] = tile[slice][i];
      }
    }
  }
}
