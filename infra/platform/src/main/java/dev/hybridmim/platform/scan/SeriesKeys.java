package dev.hybridmim.platform.scan;

import dev.hybridmim.platform.store.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the objects of a DICOM series lie; the layout is in this package's documentation. */
public final class SeriesKeys {
  /** All series lie below it. */
  public static final String ROOT = "raw/series/";

  private static final String COMPLETION = "complete.json";
  private static final String PREPARED = "prepared.json";
  private static final String INSTANCE_ENDING = ".dcm";
  private static final String LINK_ENDING = ".link";
  private static final String PENDING = "pending/series/";
  private static final Pattern LAYOUT = Pattern.compile("(raw/series/[0-9a-f]{32}/)(.+)");
  private static final int VERSION_BYTES = 16;

  private SeriesKeys() {}

  /**
   * The folder of a series, with a slash at its end.
   *
   * @param seriesPseudonym from {@link Pseudonyms#series}
   */
  public static String folder(String seriesPseudonym) {
    String folder = ROOT + seriesPseudonym + "/";
    if (!LAYOUT.matcher(folder + "x").matches()) {
      throw new IllegalArgumentException("A series is named by 32 hexadecimal digits");
    }
    return folder;
  }

  /** An instance, DICOM PS3.10, named by {@link Pseudonyms#instance}. */
  public static String instance(String folder, String instancePseudonym) {
    return folder + instancePseudonym + INSTANCE_ENDING;
  }

  /** A link to an instance that lies elsewhere, named by {@link Pseudonyms#object}. */
  public static String link(String folder, String objectPseudonym) {
    return folder + objectPseudonym + LINK_ENDING;
  }

  /** The sender's word that the series is complete. */
  public static String completion(String folder) {
    return folder + COMPLETION;
  }

  /** What the series was prepared as. */
  public static String prepared(String folder) {
    return folder + PREPARED;
  }

  /** An empty object that exists while a series may still have to be prepared. */
  public static String pending(String folder) {
    return PENDING + folder.substring(ROOT.length(), folder.length() - 1);
  }

  /** Below it, one object for each series that may still have to be prepared. */
  public static String pendingRoot() {
    return PENDING;
  }

  /** The series of an object of {@link #pendingRoot}. */
  public static String folderOfPending(String pendingKey) {
    return folder(pendingKey.substring(PENDING.length()));
  }

  /** The folder of the series that an object belongs to, if it lies in one. */
  public static Optional<String> folderOf(String key) {
    Matcher matcher = LAYOUT.matcher(key);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether an object is an instance of a series, or a link to one. */
  public static boolean isMember(String key) {
    return folderOf(key).isPresent() && (key.endsWith(INSTANCE_ENDING) || isLink(key));
  }

  /** Whether an object is a link. */
  public static boolean isLink(String key) {
    return key.endsWith(LINK_ENDING);
  }

  /** Whether an object is a sender's word that its series is complete. */
  public static boolean isCompletion(String key) {
    return folderOf(key).isPresent() && key.endsWith("/" + COMPLETION);
  }

  /**
   * What stands for an entity tag of a whole series: 32 hexadecimal digits that change when a
   * member comes, goes or changes.
   *
   * @param members of one series, in any order; others of its objects are passed over
   */
  public static String version(List<ObjectInfo> members) {
    MessageDigest digest = sha256();
    members.stream()
        .filter(member -> isMember(member.key()))
        .sorted(Comparator.comparing(ObjectInfo::key))
        .map(member -> member.key() + '\0' + member.eTag().replace("\"", "") + '\n')
        .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
