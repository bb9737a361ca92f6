package dev.hybridmim.platform.store;

/** An object is larger than the caller is willing to hold in memory. */
public final class ObjectTooLargeException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  public ObjectTooLargeException(String key, long maxBytes) {
    super(
        "The object " + key + " is larger than the " + maxBytes + " bytes allowed here",
        false,
        null);
  }
}
