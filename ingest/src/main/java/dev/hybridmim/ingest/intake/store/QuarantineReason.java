package dev.hybridmim.ingest.intake.store;

/** Why an instance is stored where no pipeline looks. The words are added to, never changed. */
enum QuarantineReason {
  CONFLICTING_INSTANCE(
      "conflicting-instance",
      "An instance of the same UID was stored with other content: compare the two and remove one."),
  BURNED_IN(
      "burned-in",
      "The pixels may show whose image it is: look at it, and send it again under another policy if"
          + " they do not.");

  private final String word;
  private final String sentence;

  QuarantineReason(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  String word() {
    return word;
  }

  String sentence() {
    return sentence;
  }

  String key(String series, String instance, String digest) {
    return Announcer.QUARANTINE + word + "/" + series + "/" + instance + "-" + digest + ".dcm";
  }

  static QuarantineReason ofKey(String key) {
    for (QuarantineReason reason : values()) {
      if (key.startsWith(Announcer.QUARANTINE + reason.word + "/")) {
        return reason;
      }
    }
    throw new IllegalArgumentException("No reason of quarantine stands in the key " + key);
  }
}
