package dev.hybridmim.local.home;

import dev.hybridmim.trainer.snapshot.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The secrets of one home.
 *
 * @param siteSecret keys the pseudonyms of this site: the same file always gets the same pseudonym,
 *     and nobody without the secret can tell whose it is
 */
public record Credentials(
    String storeAccessKey,
    String storeSecretKey,
    String kafkaUser,
    String kafkaPassword,
    String siteSecret) {
  private static final int NAME_BYTES = 10;
  private static final int SECRET_BYTES = 32;
  private static final int HOME_ID_DIGITS = 8;

  public Credentials {
    Objects.requireNonNull(storeAccessKey, "storeAccessKey");
    Objects.requireNonNull(storeSecretKey, "storeSecretKey");
    Objects.requireNonNull(kafkaUser, "kafkaUser");
    Objects.requireNonNull(kafkaPassword, "kafkaPassword");
    Objects.requireNonNull(siteSecret, "siteSecret");
  }

  /**
   * Eight hexadecimal digits that tell this home from another one, for instance on a Flink cluster
   * that several share; no secret can be found from it.
   */
  public String homeId() {
    return Sha256.of(("hybridmim home " + siteSecret).getBytes(StandardCharsets.UTF_8))
        .substring(0, HOME_ID_DIGITS);
  }

  static Credentials generate() {
    SecureRandom random = new SecureRandom();
    return new Credentials(
        hexadecimal(random, NAME_BYTES),
        hexadecimal(random, SECRET_BYTES),
        "hybridmim",
        hexadecimal(random, SECRET_BYTES),
        hexadecimal(random, SECRET_BYTES));
  }

  private static String hexadecimal(SecureRandom random, int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  @Override
  public String toString() {
    return "Credentials[not shown]";
  }
}
