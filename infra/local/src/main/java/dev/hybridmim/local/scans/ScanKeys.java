package dev.hybridmim.local.scans;

import dev.hybridmim.platform.scan.PairKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Pseudonymous object keys of files. */
public final class ScanKeys {
  /** The endings, for messages. */
  public static final String ENDINGS_TEXT =
      ".nii, .nii.gz, .hdr with .img, .zip, .tar, .tar.gz or .tgz";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "raw/";
  private static final int KEY_BYTES = 16;
  private static final List<String> ENDINGS =
      List.of(
          ".nii.gz", ".nii", ".hdr.gz", ".hdr", ".img.gz", ".img", ".zip", ".tar.gz", ".tgz",
          ".tar");

  private final SecretKeySpec secret;

  ScanKeys(String siteSecret) {
    this.secret = new SecretKeySpec(siteSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /**
   * The object key of a scan, the same each time. Both halves of a NIfTI pair have the same but for
   * the ending, which is how a pipeline finds one by the other.
   */
  String key(Path file) {
    String ending =
        ending(file)
            .orElseThrow(() -> new IllegalArgumentException("The file's ending is not a scan's"));
    String path = file.toAbsolutePath().normalize().toString();
    byte[] digest =
        mac().doFinal(PairKeys.stem(path).orElse(path).getBytes(StandardCharsets.UTF_8));
    return PREFIX + HexFormat.of().formatHex(digest, 0, KEY_BYTES) + ending;
  }

  /**
   * The object key of a scan by its content, whatever its file is called.
   *
   * @param sha256 of the file, hexadecimal; of a half of a pair those of header and image
   */
  String contentKey(String sha256, String ending) {
    byte[] digest = mac().doFinal(("content:" + sha256).getBytes(StandardCharsets.UTF_8));
    return PREFIX + HexFormat.of().formatHex(digest, 0, KEY_BYTES) + ending;
  }

  /**
   * The ending of a scan of NIfTI or of an archive of scans; nothing for a file that is not a scan
   * by its name.
   */
  static Optional<String> ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().filter(name::endsWith).findFirst();
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
