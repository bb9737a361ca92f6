package dev.hybridmim.ingest.intake.message;

/**
 * What is said of an instance before its data set is looked into.
 *
 * @param sopClass empty when nothing is said, as in a web request
 * @param sopInstance the sender's, which may identify a patient; empty when nothing is said
 * @param transferSyntax of the data set
 */
public record InstanceHeader(String sopClass, String sopInstance, String transferSyntax) {
  @Override
  public String toString() {
    return "InstanceHeader[" + sopClass + ", " + transferSyntax + "]";
  }
}
