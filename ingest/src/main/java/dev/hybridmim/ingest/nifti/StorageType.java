package dev.hybridmim.ingest.nifti;

/** How the voxels of a written file are stored. */
public enum StorageType {
  UINT8(NiftiType.UINT8, 0, 255),
  INT16(NiftiType.INT16, Short.MIN_VALUE, Short.MAX_VALUE),
  FLOAT32(NiftiType.FLOAT32, -Float.MAX_VALUE, Float.MAX_VALUE);

  private final NiftiType type;
  private final float smallest;
  private final float largest;

  StorageType(NiftiType type, float smallest, float largest) {
    this.type = type;
    this.smallest = smallest;
    this.largest = largest;
  }

  NiftiType type() {
    return type;
  }

  /** True when a value can be stored, rounded to a whole number if the type is one of integers. */
  boolean holds(float value) {
    return value >= smallest && value <= largest;
  }
}
