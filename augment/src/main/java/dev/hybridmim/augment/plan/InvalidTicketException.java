package dev.hybridmim.augment.plan;

/** A ticket asks for something that can't be given. */
public final class InvalidTicketException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidTicketException(String message) {
    super(message);
  }
}
