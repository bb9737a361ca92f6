package dev.hybridmim.ingest.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Unique identifiers of storage SOP classes (PS3.4 annex B): kinds of objects. */
public final class SopClasses {
  public static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";
  public static final String ENHANCED_CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2.1";
  public static final String LEGACY_CONVERTED_ENHANCED_CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2.2";
  public static final String MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4";
  public static final String ENHANCED_MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4.1";
  public static final String LEGACY_CONVERTED_ENHANCED_MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4.4";
  public static final String PET_IMAGE = "1.2.840.10008.5.1.4.1.1.128";
  public static final String LEGACY_CONVERTED_ENHANCED_PET_IMAGE = "1.2.840.10008.5.1.4.1.1.128.1";
  public static final String ENHANCED_PET_IMAGE = "1.2.840.10008.5.1.4.1.1.130";

  /** The directory of a medium, {@code DICOMDIR}: it names files and is no scan. */
  public static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";

  private static final String RESOURCE = "storage-sop-classes.txt";
  private static final Map<String, String> STORAGE = read();

  private SopClasses() {}

  /** Every storage SOP class of the standard's edition of January 2025: UID to name. */
  public static Map<String, String> storage() {
    return STORAGE;
  }

  /** What the standard calls a storage SOP class, or nothing for another UID. */
  public static Optional<String> name(String uid) {
    return Optional.ofNullable(STORAGE.get(uid));
  }

  private static Map<String, String> read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SopClasses.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
