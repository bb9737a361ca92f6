package dev.hybridmim.ingest.image;

/**
 * Why a scan was not prepared. The {@link #word() words} are part of the contract of topic {@code
 * rejects}: they are added to, never changed. This package's documentation says what each means and
 * what to do.
 */
public enum RejectReason {
  NOT_NIFTI("not-nifti"),
  CORRUPT_HEADER("corrupt-header"),
  CORRUPT_GZIP("corrupt-gzip"),
  TRUNCATED("truncated"),
  UNSUPPORTED_TYPE("unsupported-type"),
  UNSUPPORTED_LAYOUT("unsupported-layout"),
  RGB("rgb"),
  TWO_DIMENSIONAL("two-dimensional"),
  FOUR_DIMENSIONAL("four-dimensional"),
  TOO_LARGE("too-large"),
  SINGULAR_AFFINE("singular-affine"),
  NON_FINITE_VOXELS("non-finite-voxels"),
  IMPLAUSIBLE_SPACING("implausible-spacing"),
  TOO_FEW_SLICES("too-few-slices"),
  CONSTANT("constant"),
  NEAR_EMPTY("near-empty"),
  NOT_LABELS("not-labels"),
  GEOMETRY_MISMATCH("geometry-mismatch"),
  MALFORMED_NOTIFICATION("malformed-notification"),
  FOREIGN_BUCKET("foreign-bucket"),
  OBJECT_MISSING("object-missing"),
  CORRUPT_DICOM("corrupt-dicom"),
  CORRUPT_PIXELS("corrupt-pixels"),
  UNSUPPORTED_TRANSFER_SYNTAX("unsupported-transfer-syntax"),
  UNSUPPORTED_OBJECT("unsupported-object"),
  MISSING_SLICES("missing-slices"),
  UNEVEN_SLICES("uneven-slices"),
  DUPLICATE_SLICES("duplicate-slices"),
  MIXED_SERIES("mixed-series"),
  INCOMPLETE_SERIES("incomplete-series"),
  INCOMPLETE_PAIR("incomplete-pair"),
  CORRUPT_ARCHIVE("corrupt-archive"),
  UNSAFE_ARCHIVE("unsafe-archive"),
  EMPTY_ARCHIVE("empty-archive");

  private final String word;

  RejectReason(String word) {
    this.word = word;
  }

  /** The stable word that stands in topic {@code rejects}. */
  public String word() {
    return word;
  }
}
