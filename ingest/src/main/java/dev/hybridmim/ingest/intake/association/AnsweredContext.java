package dev.hybridmim.ingest.intake.association;

/**
 * The answer to a proposed presentation context.
 *
 * @param transferSyntax the one that was chosen; without meaning unless accepted
 */
public record AnsweredContext(int id, Result result, String transferSyntax) {
  /** PS3.8 table 9-18. */
  public enum Result {
    ACCEPTED(0),
    REJECTED_BY_USER(1),
    NO_REASON(2),
    ABSTRACT_SYNTAX_NOT_SUPPORTED(3),
    TRANSFER_SYNTAXES_NOT_SUPPORTED(4);

    private final int code;

    Result(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Result of(int code) throws ProtocolException {
      for (Result result : values()) {
        if (result.code == code) {
          return result;
        }
      }
      throw new ProtocolException(
          AbortReason.INVALID_PARAMETER_VALUE, "A presentation context has the result " + code);
    }
  }

  /** Whether messages may be exchanged in this context. */
  public boolean isAccepted() {
    return result == Result.ACCEPTED;
  }
}
