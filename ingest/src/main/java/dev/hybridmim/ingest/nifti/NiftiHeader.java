package dev.hybridmim.ingest.nifti;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.GeometryCheck;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a NIfTI header says that is needed to read the voxels, checked.
 *
 * @param bytes length of the header itself, 348 or 540
 * @param order byte order of header and voxels
 * @param sizeI voxels along i, the contiguous axis of the file
 * @param volumes how many arrays of voxels stand one after the other; more than one for time or the
 *     like
 * @param pair whether the voxels are in a file of their own
 * @param voxelOffset bytes from the start of the file to the first voxel
 * @param slope stored numbers are multiplied by it; 1 when the header does not scale
 * @param intercept added after that
 */
record NiftiHeader(
    int bytes,
    ByteOrder order,
    int sizeI,
    int sizeJ,
    int sizeK,
    long volumes,
    boolean pair,
    NiftiType type,
    long voxelOffset,
    double slope,
    double intercept,
    Affine affine) {

  static final int BYTES_1 = 348;
  static final int BYTES_2 = 540;

  private static final int MAX_DIMENSIONS = 7;
  private static final long MAX_VOLUMES = 1 << 20;
  private static final int RGB24 = 128;
  private static final int RGBA32 = 2304;
  private static final long MAX_EXTENSION_BYTES = 64L << 20;
  private static final int UNIT_MASK = 7;
  private static final int METRES = 1;
  private static final int MICRONS = 3;

  /** Bytes of the voxels of one volume. */
  long voxelBytes() {
    return (long) sizeI * sizeJ * sizeK * type.bytes();
  }

  /**
   * The header size that a file's first four bytes announce.
   *
   * @return 348, 540, or 0 when this is no NIfTI file
   */
  static int size(byte[] firstFour) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      int size = ByteBuffer.wrap(firstFour).order(order).getInt();
      if (size == BYTES_1 || size == BYTES_2) {
        return size;
      }
    }
    return 0;
  }

  /**
   * Parses and checks a header.
   *
   * @param bytes 348 or 540, as {@link #size} said
   * @param maxVoxels more are refused
   */
  static NiftiHeader parse(byte[] bytes, String reference, long maxVoxels)
      throws UnreadableScanException {
    Fields fields = bytes.length == BYTES_1 ? new Fields1(bytes) : new Fields2(bytes);
    boolean pair = isPair(fields, reference);
    int[] shape = shape(fields, reference, maxVoxels);
    NiftiType type = type(fields, reference);
    Affine affine = affine(fields, reference);
    GeometryCheck.require(shape, affine, reference);
    double slope = fields.slope();
    double intercept = fields.intercept();
    if (slope == 0 || !Double.isFinite(slope)) {
      slope = 1;
      intercept = 0;
    } else if (!Double.isFinite(intercept)) {
      throw corrupt(reference, "scl_inter is not a number");
    }
    return new NiftiHeader(
        bytes.length,
        fields.order(),
        shape[0],
        shape[1],
        shape[2],
        volumes(fields, reference),
        pair,
        type,
        voxelOffset(fields, pair, reference),
        slope,
        intercept,
        affine);
  }

  private static boolean isPair(Fields fields, String reference) throws UnreadableScanException {
    return switch (fields.magic()) {
      case "n+1", "n+2" -> false;
      case "ni1", "ni2" -> true;
      default ->
          throw new UnreadableScanException(
              RejectReason.NOT_NIFTI,
              reference
                  + " has a header like ANALYZE 7.5 without NIfTI's mark; convert it to NIfTI.");
    };
  }

  private static int[] shape(Fields fields, String reference, long maxVoxels)
      throws UnreadableScanException {
    long dimensions = fields.dim(0);
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw corrupt(reference, "it has " + dimensions + " dimensions");
    }
    if (dimensions < 3) {
      throw new UnreadableScanException(
          RejectReason.TWO_DIMENSIONAL,
          reference + " has " + dimensions + " dimensions; only volumes can be prepared.");
    }
    int[] shape = new int[3];
    long voxels = 1;
    for (int axis = 0; axis < 3; axis++) {
      long edge = fields.dim(axis + 1);
      if (edge < 1) {
        throw corrupt(reference, "axis " + axis + " has " + edge + " voxels");
      }
      if (edge > Integer.MAX_VALUE || voxels * edge > maxVoxels) {
        throw new UnreadableScanException(
            RejectReason.TOO_LARGE,
            "%s has %d x %d x %d voxels, more than the %d that fit; give ingest more memory and retry."
                .formatted(reference, fields.dim(1), fields.dim(2), fields.dim(3), maxVoxels));
      }
      voxels *= edge;
      shape[axis] = (int) edge;
    }
    return shape;
  }

  private static long volumes(Fields fields, String reference) throws UnreadableScanException {
    long volumes = 1;
    for (int axis = 4; axis <= fields.dim(0); axis++) {
      long entries = fields.dim(axis);
      if (entries < 0 || entries > MAX_VOLUMES) {
        throw corrupt(reference, "dimension " + axis + " has " + entries + " entries");
      }
      volumes *= Math.max(1, entries);
      if (volumes > MAX_VOLUMES) {
        throw corrupt(reference, "it has more than " + MAX_VOLUMES + " volumes");
      }
    }
    return volumes;
  }

  private static NiftiType type(Fields fields, String reference) throws UnreadableScanException {
    int code = fields.datatype();
    if (code == RGB24 || code == RGBA32) {
      throw new UnreadableScanException(
          RejectReason.RGB, reference + " has colour voxels; it is a picture and no scan.");
    }
    return NiftiType.ofCode(code)
        .orElseThrow(
            () ->
                new UnreadableScanException(
                    RejectReason.UNSUPPORTED_TYPE,
                    reference
                        + " has voxels of NIfTI type "
                        + code
                        + ", which can't be read; convert it to integers or floats."));
  }

  private static long voxelOffset(Fields fields, boolean pair, String reference)
      throws UnreadableScanException {
    double offset = fields.voxelOffset();
    // In a file of their own the voxels begin at its beginning.
    long smallest = pair ? 0 : fields.headerBytes() + 4L;
    if (offset == 0) {
      return smallest;
    }
    if (!(offset >= smallest && offset <= smallest + MAX_EXTENSION_BYTES)) {
      throw corrupt(reference, "vox_offset is " + offset);
    }
    return (long) offset;
  }

  /**
   * Sform when there is one, else qform, else the spacing alone (the standard's methods 3, 2 and
   * 1).
   */
  private static Affine affine(Fields fields, String reference) throws UnreadableScanException {
    double millimetres =
        switch (fields.units() & UNIT_MASK) {
          case METRES -> 1000;
          case MICRONS -> 0.001;
          default -> 1;
        };
    Affine affine =
        fields.sformCode() > 0
            ? sform(fields, millimetres)
            : fields.qformCode() > 0
                ? qform(fields, millimetres)
                : Affine.scaling(
                    Math.abs(fields.pixdim(1)) * millimetres,
                    Math.abs(fields.pixdim(2)) * millimetres,
                    Math.abs(fields.pixdim(3)) * millimetres);
    for (double number : affine.toRowMajor()) {
      if (!Double.isFinite(number)) {
        throw corrupt(reference, "its geometry contains numbers that are not finite");
      }
    }
    return affine;
  }

  private static Affine sform(Fields fields, double millimetres) {
    double[] rows = new double[12];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = fields.sform(n) * millimetres;
    }
    return Affine.of(rows);
  }

  /** Method 2: a unit quaternion whose first part is left out, and qfac for left-handed axes. */
  private static Affine qform(Fields fields, double millimetres) {
    double b = fields.quaternion(0);
    double c = fields.quaternion(1);
    double d = fields.quaternion(2);
    double square = b * b + c * c + d * d;
    double a = 0;
    if (square < 1) {
      a = Math.sqrt(1 - square);
    } else {
      double norm = Math.sqrt(square);
      b /= norm;
      c /= norm;
      d /= norm;
    }
    double qfac = fields.pixdim(0) < 0 ? -1 : 1;
    double i = Math.abs(fields.pixdim(1)) * millimetres;
    double j = Math.abs(fields.pixdim(2)) * millimetres;
    double k = Math.abs(fields.pixdim(3)) * millimetres * qfac;
    return new Affine(
        (a * a + b * b - c * c - d * d) * i,
        2 * (b * c - a * d) * j,
        2 * (b * d + a * c) * k,
        fields.qoffset(0) * millimetres,
        2 * (b * c + a * d) * i,
        (a * a + c * c - b * b - d * d) * j,
        2 * (c * d - a * b) * k,
        fields.qoffset(1) * millimetres,
        2 * (b * d - a * c) * i,
        2 * (c * d + a * b) * j,
        (a * a + d * d - b * b - c * c) * k,
        fields.qoffset(2) * millimetres);
  }

  private static UnreadableScanException corrupt(String reference, String what) {
    return new UnreadableScanException(
        RejectReason.CORRUPT_HEADER,
        reference + " has a header that can't be true: " + what + "; export it again.");
  }

  /** Where the fields of a version lie. */
  private abstract static class Fields {
    final ByteBuffer bytes;

    Fields(byte[] header) {
      bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.getInt(0) != header.length) {
        bytes.order(ByteOrder.BIG_ENDIAN);
      }
    }

    ByteOrder order() {
      return bytes.order();
    }

    int headerBytes() {
      return bytes.capacity();
    }

    String text(int offset, int length) {
      StringBuilder text = new StringBuilder(length);
      for (int n = 0; n < length; n++) {
        text.append((char) (bytes.get(offset + n) & 0xff));
      }
      return text.toString();
    }

    abstract String magic();

    abstract long dim(int n);

    abstract int datatype();

    abstract double pixdim(int n);

    abstract double voxelOffset();

    abstract double slope();

    abstract double intercept();

    abstract int units();

    abstract int qformCode();

    abstract int sformCode();

    abstract double quaternion(int n);

    abstract double qoffset(int n);

    abstract double sform(int n);
  }

  private static final class Fields1 extends Fields {
    Fields1(byte[] header) {
      super(header);
    }

    @Override
    String magic() {
      return bytes.get(347) == 0 ? text(344, 3) : "";
    }

    @Override
    long dim(int n) {
      return bytes.getShort(40 + 2 * n);
    }

    @Override
    int datatype() {
      return bytes.getShort(70);
    }

    @Override
    double pixdim(int n) {
      return bytes.getFloat(76 + 4 * n);
    }

    @Override
    double voxelOffset() {
      return bytes.getFloat(108);
    }

    @Override
    double slope() {
      return bytes.getFloat(112);
    }

    @Override
    double intercept() {
      return bytes.getFloat(116);
    }

    @Override
    int units() {
      return bytes.get(123);
    }

    @Override
    int qformCode() {
      return bytes.getShort(252);
    }

    @Override
    int sformCode() {
      return bytes.getShort(254);
    }

    @Override
    double quaternion(int n) {
      return bytes.getFloat(256 + 4 * n);
    }

    @Override
    double qoffset(int n) {
      return bytes.getFloat(268 + 4 * n);
    }

    @Override
    double sform(int n) {
      return bytes.getFloat(280 + 4 * n);
    }
  }

  private static final class Fields2 extends Fields {
    private static final String MAGIC_TAIL = "\0\r\n\032\n";

    Fields2(byte[] header) {
      super(header);
    }

    @Override
    String magic() {
      return text(7, 5).equals(MAGIC_TAIL) ? text(4, 3) : "";
    }

    @Override
    long dim(int n) {
      return bytes.getLong(16 + 8 * n);
    }

    @Override
    int datatype() {
      return bytes.getShort(12);
    }

    @Override
    double pixdim(int n) {
      return bytes.getDouble(104 + 8 * n);
    }

    @Override
    double voxelOffset() {
      return bytes.getLong(168);
    }

    @Override
    double slope() {
      return bytes.getDouble(176);
    }

    @Override
    double intercept() {
      return bytes.getDouble(184);
    }

    @Override
    int units() {
      return bytes.getInt(500);
    }

    @Override
    int qformCode() {
      return bytes.getInt(344);
    }

    @Override
    int sformCode() {
      return bytes.getInt(348);
    }

    @Override
    double quaternion(int n) {
      return bytes.getDouble(352 + 8 * n);
    }

    @Override
    double qoffset(int n) {
      return bytes.getDouble(376 + 8 * n);
    }

    @Override
    double sform(int n) {
      return bytes.getDouble(400 + 8 * n);
    }
  }
}
