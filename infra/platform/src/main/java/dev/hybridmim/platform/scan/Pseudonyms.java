package dev.hybridmim.platform.scan;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for patients, studies, series and instances that nobody can turn back without the site's
 * secret: the first 32 hexadecimal digits of HMAC-SHA256(secret, kind, zero byte, identifier). The
 * same identifier always gets the same name, and the kinds never share one.
 */
public final class Pseudonyms implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private final byte[] secret;

  private Pseudonyms(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Under a secret.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public static Pseudonyms of(String siteSecret) {
    Objects.requireNonNull(siteSecret, "siteSecret");
    if (siteSecret.isEmpty()) {
      throw new IllegalArgumentException("Pseudonyms need a secret");
    }
    return new Pseudonyms(siteSecret.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A patient.
   *
   * @param issuer of the identifier; empty when it is not known
   */
  public String subject(String patientId, String issuer) {
    return name("subject", patientId + '\0' + issuer);
  }

  /** A study, by its instance UID. */
  public String study(String studyInstanceUid) {
    return name("study", studyInstanceUid);
  }

  /** A series, by its instance UID. */
  public String series(String seriesInstanceUid) {
    return name("series", seriesInstanceUid);
  }

  /** An instance, by its SOP instance UID. */
  public String instance(String sopInstanceUid) {
    return name("instance", sopInstanceUid);
  }

  /** An object of the store, by its key. */
  public String object(String key) {
    return name("object", key);
  }

  private String name(String kind, String identifier) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      byte[] digest = mac.doFinal((kind + '\0' + identifier).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "Pseudonyms[not shown]";
  }
}
