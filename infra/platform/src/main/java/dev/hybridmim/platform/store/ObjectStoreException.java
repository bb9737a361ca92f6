package dev.hybridmim.platform.store;

/** The store refused or could not be reached. */
public class ObjectStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  public ObjectStoreException(String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** True when the same call may succeed later: the store was away or busy. */
  public boolean retryable() {
    return retryable;
  }
}
