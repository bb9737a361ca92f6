package dev.hybridmim.trainer.loss;

/** HybridMIM's five terms and one of what it is compared with. */
public enum Term {
  /** Mean squared error over the masked voxels of the box. */
  RECONSTRUCTION,
  /** Cross-entropy of how many patches of a region are masked. */
  NUMBER,
  /** Binary cross-entropy of which they are. */
  POSITION,
  /** Whether those two answers agree. */
  CONSISTENCY,
  /** Contrast between samples and their second view. */
  CONTRAST,
  /** Cross-entropy of how far a sample was turned; not HybridMIM's. */
  ROTATION
}
