package dev.hybridmim.local.demo;

/** What a place in a body is made of. */
enum Tissue {
  AIR(-1000, 0),
  FAT(-100, 0),
  MUSCLE(50, 0),
  BOWEL(20, 0),
  LUNG(-830, 0),
  HEART(45, 0),
  LIVER(60, 1),
  LESION(25, 1),
  SPLEEN(52, 2),
  KIDNEY(38, 3),
  STOMACH(15, 0),
  GAS(-900, 0),
  VESSEL(45, 0),
  DISC(80, 0),
  BONE(320, 0),
  TABLE(-550, 0);

  private final float hounsfield;
  private final int label;

  Tissue(float hounsfield, int label) {
    this.hounsfield = hounsfield;
    this.label = label;
  }

  /** Attenuation without a contrast agent, in Hounsfield units. */
  float hounsfield() {
    return hounsfield;
  }

  /** The class in the demo's task; 0 is background. */
  int label() {
    return label;
  }

  /** By how much an agent in the blood brightens it, as a share of what it does to a vessel. */
  float uptake() {
    return switch (this) {
      case VESSEL, HEART -> 1;
      case KIDNEY -> 0.9f;
      case SPLEEN -> 0.5f;
      case LIVER -> 0.4f;
      case LESION -> 0.1f;
      default -> 0;
    };
  }
}
