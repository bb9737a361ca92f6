package dev.hybridmim.ingest.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The standard's data elements (PS3.6, edition of January 2025): value representations and
 * keywords. Private elements are not in it.
 */
public final class DataDictionary {
  private static final String RESOURCE = "data-elements.txt";
  private static final int ANY_GROUP_OF_PAIR = 0xff00ffff;
  private static final DataDictionary STANDARD = read();

  private final Map<Integer, Entry> entries;

  private DataDictionary(Map<Integer, Entry> entries) {
    this.entries = entries;
  }

  /** The dictionary. */
  public static DataDictionary standard() {
    return STANDARD;
  }

  /**
   * An element's value representation, for syntaxes that do not write it: {@code UN} when the
   * dictionary does not know the element; {@code UL} for a group's length and {@code LO} for the
   * owner of a private block.
   *
   * @param signed whether the pixels are, which decides between {@code US} and {@code SS}
   */
  public Vr vr(int tag, boolean signed) {
    if (Tag.element(tag) == 0) {
      return Vr.UL;
    }
    if (Tag.isPrivate(tag)) {
      return Tag.isPrivateCreator(tag) ? Vr.LO : Vr.UN;
    }
    Entry entry = find(tag);
    if (entry == null) {
      return Vr.UN;
    }
    return switch (entry.vrs) {
      case "US/SS" -> signed ? Vr.SS : Vr.US;
      // In implicit VR these are words (PS3.5 A.1).
      case "OB/OW", "US/OW", "US/SS/OW" -> Vr.OW;
      default -> Vr.valueOf(entry.vrs);
    };
  }

  /** What the standard calls an element, for instance {@code Rows}. */
  public Optional<String> keyword(int tag) {
    return Optional.ofNullable(find(tag)).map(entry -> entry.keyword);
  }

  private Entry find(int tag) {
    Entry entry = entries.get(tag);
    if (entry != null || Tag.isPrivate(tag)) {
      return entry;
    }
    int family = tag >>> 24;
    boolean repeating = family == 0x50 || family == 0x60 || family == 0x7f;
    return repeating ? entries.get(tag & ANY_GROUP_OF_PAIR) : null;
  }

  private static DataDictionary read() {
    Map<Integer, Entry> entries = new HashMap<>(8192);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                DataDictionary.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" ");
          // A repeating group stands under its first one.
          int tag = Integer.parseUnsignedInt(parts[0].replace('x', '0'), 16);
          entries.put(tag, new Entry(parts[1], parts[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DataDictionary(Map.copyOf(entries));
  }

  private record Entry(String vrs, String keyword) {}
}
