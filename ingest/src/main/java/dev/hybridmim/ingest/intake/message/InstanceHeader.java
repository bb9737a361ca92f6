package dev.hybridmim.ingest.intake.message;

/**
 * What is said of an instance before its data set is looked into.
 *
 * @param sopClass empty when nothing is said, as in a web request
 * @param sopInstance the sender's, which may identify a patient; empty when nothing is said
 * @param study the study instance UID that it must belong to; empty for any
 * @param transferSyntax of the bare data set; empty when the content is a file of PS3.10
 */
public record InstanceHeader(
    String sopClass, String sopInstance, String study, String transferSyntax) {
  /** Of a C-STORE request. */
  static InstanceHeader ofMessage(String sopClass, String sopInstance, String transferSyntax) {
    return new InstanceHeader(sopClass, sopInstance, "", transferSyntax);
  }

  /** Of a part of a web request. */
  public static InstanceHeader ofFile(String study) {
    return new InstanceHeader("", "", study, "");
  }

  /** Whether the content is a file of PS3.10. */
  public boolean isFile() {
    return transferSyntax.isEmpty();
  }

  @Override
  public String toString() {
    return "InstanceHeader[" + sopClass + ", " + transferSyntax + "]";
  }
}
