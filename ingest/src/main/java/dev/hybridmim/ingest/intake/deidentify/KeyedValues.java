package dev.hybridmim.ingest.intake.deidentify;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What replaces identifiers, from the site's secret alone; see this package's documentation. */
final class KeyedValues {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int UID_BYTES = 16;
  private static final int LEAST_DAYS = 366;
  private static final int MOST_DAYS = 3652;

  private final SecretKeySpec key;

  KeyedValues(String siteSecret) {
    if (siteSecret.isEmpty()) {
      throw new IllegalArgumentException("De-identification needs a secret");
    }
    this.key = new SecretKeySpec(siteSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Derived from the identifier as PS3.5 annex B.2 derives them from a UUID. */
  String uid(String original) {
    byte[] digest = digest("uid", original);
    return "2.25." + new BigInteger(1, Arrays.copyOf(digest, UID_BYTES));
  }

  /** How many days a subject's dates move back. */
  int daysBack(String subject) {
    BigInteger digest = new BigInteger(1, digest("date-shift", subject));
    return LEAST_DAYS + digest.mod(BigInteger.valueOf(MOST_DAYS - LEAST_DAYS + 1)).intValue();
  }

  private byte[] digest(String kind, String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((kind + '\0' + value).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
