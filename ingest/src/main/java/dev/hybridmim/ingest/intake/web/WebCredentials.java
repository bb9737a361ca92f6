package dev.hybridmim.ingest.intake.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who may send by HTTP: the bearer of a token, or a user with a password. Compared in a time that
 * does not depend on how much is right. Never shown.
 */
public final class WebCredentials {
  private final List<byte[]> accepted = new ArrayList<>();

  private WebCredentials() {}

  /** Anybody. */
  public static WebCredentials none() {
    return new WebCredentials();
  }

  /**
   * Either of two ways.
   *
   * @param token for {@code Authorization: Bearer}
   * @param userAndPassword {@code user:password}, for {@code Authorization: Basic}
   */
  public static WebCredentials of(Optional<String> token, Optional<String> userAndPassword) {
    WebCredentials credentials = new WebCredentials();
    token.ifPresent(value -> credentials.accepted.add(digest("Bearer " + value)));
    userAndPassword.ifPresent(
        value ->
            credentials.accepted.add(
                digest(
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(value.getBytes(StandardCharsets.UTF_8)))));
    return credentials;
  }

  /** Whether anything is asked for. */
  public boolean isRequired() {
    return !accepted.isEmpty();
  }

  boolean accepts(String authorization) {
    if (accepted.isEmpty()) {
      return true;
    }
    int space = authorization == null ? -1 : authorization.indexOf(' ');
    if (space < 0) {
      return false;
    }
    // The scheme's name is written in any case.
    String scheme =
        authorization.substring(0, space).equalsIgnoreCase("bearer") ? "Bearer" : "Basic";
    byte[] given = digest(scheme + " " + authorization.substring(space + 1).strip());
    boolean right = false;
    for (byte[] one : accepted) {
      right |= MessageDigest.isEqual(one, given);
    }
    return right;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "WebCredentials[not shown]";
  }
}
