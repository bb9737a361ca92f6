package dev.hybridmim.ingest.intake.deidentify;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of the profile is chosen.
 *
 * @param retainModifiedDates dates move instead of going
 * @param retainDeviceIdentity serial numbers, station names and the like stay
 * @param cleanDescriptors descriptions keep harmless words
 * @param descriptorWords words that descriptions may keep on top of the built-in ones
 * @param privateElements private attributes that are known to identify nobody
 * @param burnedIn what happens to images that may show a patient's name in their pixels
 */
public record DeidentificationSettings(
    boolean retainModifiedDates,
    boolean retainDeviceIdentity,
    boolean cleanDescriptors,
    Set<String> descriptorWords,
    List<PrivateElement> privateElements,
    BurnedInPolicy burnedIn) {
  /** All three options, no private attributes, burned-in annotation in quarantine. */
  public static final DeidentificationSettings DEFAULT =
      new DeidentificationSettings(
          true, true, true, Set.of(), List.of(), BurnedInPolicy.QUARANTINE);

  public DeidentificationSettings {
    descriptorWords = new TreeSet<>(descriptorWords == null ? Set.of() : descriptorWords);
    privateElements = List.copyOf(privateElements == null ? List.of() : privateElements);
    if (burnedIn == null) {
      burnedIn = BurnedInPolicy.QUARANTINE;
    }
  }

  @Override
  public Set<String> descriptorWords() {
    return new TreeSet<>(descriptorWords);
  }

  /** What is done with images whose pixels may identify somebody. */
  public enum BurnedInPolicy {
    /** Stored where no pipeline looks. */
    QUARANTINE,
    /** Not taken; the sender is told. */
    REFUSE,
    /** Taken like any other. */
    ACCEPT
  }

  /**
   * A private attribute that may stay.
   *
   * @param creator the block's owner, as it is written
   * @param group four hexadecimal digits, odd
   * @param element the last two hexadecimal digits of the element
   * @param vr two letters; one of the numeric representations, or a text, which is then cleaned
   */
  public record PrivateElement(String creator, String group, String element, String vr) {
    public PrivateElement {
      if (creator == null || creator.isBlank()) {
        throw new IllegalArgumentException("A private element needs its creator");
      }
      if (group == null || !group.matches("[0-9A-Fa-f]{3}[13579BDFbdf]")) {
        throw new IllegalArgumentException(
            "A private element's group is four hexadecimal digits and odd");
      }
      if (element == null || !element.matches("[0-9A-Fa-f]{2}")) {
        throw new IllegalArgumentException("A private element's element is two hexadecimal digits");
      }
      if (vr == null || !vr.matches("DS|IS|FD|FL|SL|SS|UL|US|CS|LO|SH")) {
        throw new IllegalArgumentException(
            "A private element's vr is one of DS IS FD FL SL SS UL US CS LO SH");
      }
    }
  }
}
