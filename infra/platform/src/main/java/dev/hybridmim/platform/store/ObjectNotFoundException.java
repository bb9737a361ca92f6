package dev.hybridmim.platform.store;

/** There is no object of that key. */
public final class ObjectNotFoundException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  public ObjectNotFoundException(String key, Throwable cause) {
    super("The store has no object " + key, false, cause);
  }
}
