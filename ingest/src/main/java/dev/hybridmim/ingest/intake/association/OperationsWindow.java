package dev.hybridmim.ingest.intake.association;

/**
 * How many operations may be outstanding, PS3.7 section D.3.3.3; 0 means without bound.
 *
 * @param invoked by the side that called
 * @param performed by the side that called
 */
public record OperationsWindow(int invoked, int performed) {
  /** One after the other. */
  public static final OperationsWindow SYNCHRONOUS = new OperationsWindow(1, 1);
}
