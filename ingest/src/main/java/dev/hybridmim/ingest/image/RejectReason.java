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
  OBJECT_MISSING("object-missing");

  private final String word;

  RejectReason(String word) {
    this.word = word;
  }

  /** The stable word that stands in topic {@code rejects}. */
  public String word() {
    return word;
  }
}
