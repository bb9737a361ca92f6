package dev.hybridmim.ingest.intake.deidentify;

import dev.hybridmim.ingest.dicom.DataDictionary;
import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.platform.scan.Pseudonyms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what identifies a person out of an object, as this package's documentation says.
 *
 * <p>The same object under the same secret and settings gives the same result. Pixels are not
 * touched. Thread-safe.
 *
 * <pre>{@code
 * Deidentifier deidentifier = new Deidentifier(DeidentificationSettings.DEFAULT, siteSecret);
 * DataSet anonymous = deidentifier.deidentify(dataSet).dataSet();
 * }</pre>
 */
public final class Deidentifier {
  private static final int BURNED_IN_ANNOTATION = 0x00280301;
  private static final int RECOGNISABLE_FEATURES = 0x00280302;
  private static final int DATES_MODIFIED = 0x00280303;
  private static final int IDENTITY_REMOVED = 0x00120062;
  private static final int METHOD = 0x00120063;
  private static final int METHOD_CODES = 0x00120064;
  private static final int CODE_VALUE = 0x00080100;
  private static final int CODING_SCHEME = 0x00080102;
  private static final int CODE_MEANING = 0x00080104;
  private static final String DUMMY_TEXT = "ANONYMIZED";
  private static final String STANDARD_ROOT = "1.2.840.10008.";
  private static final int LONGEST_STANDARD_UID = 36;
  private static final Set<String> CODING_SCHEMES =
      Set.of("DCM", "SCT", "SRT", "SNM3", "UCUM", "LN", "FMA", "RADLEX", "NCIt");
  private static final int LONGEST_HARMLESS_NUMBER = 5;

  private final DeidentificationSettings settings;
  private final KeyedValues keyed;
  private final Pseudonyms pseudonyms;
  private final TextCleaner cleaner;
  private final ConfidentialityTable table = ConfidentialityTable.standard();
  private final Map<String, Vr> privateElements = new HashMap<>();

  public Deidentifier(DeidentificationSettings settings, String siteSecret) {
    this.settings = settings;
    this.keyed = new KeyedValues(siteSecret);
    this.pseudonyms = Pseudonyms.of(siteSecret);
    this.cleaner = new TextCleaner(settings.descriptorWords());
    settings
        .privateElements()
        .forEach(
            allowed ->
                privateElements.put(
                    privateName(
                        allowed.creator(),
                        Integer.parseInt(allowed.group(), 16),
                        Integer.parseInt(allowed.element(), 16)),
                    Vr.valueOf(allowed.vr())));
  }

  /** The object without identifiers, marked as such. */
  public DeidentifiedObject deidentify(DataSet original) {
    Subject subject = Subject.of(original, pseudonyms);
    Set<String> identifiers = new HashSet<>();
    collectIdentifiers(original, identifiers);
    Work work =
        new Work(new DateShift(keyed.daysBack(subject.pseudonym())), Set.copyOf(identifiers));
    List<Element> kept = new ArrayList<>(work.treat(original));
    kept.add(Element.text(Tag.PATIENT_ID, Vr.LO, subject.pseudonym()));
    kept.add(Element.text(Tag.PATIENT_NAME, Vr.PN, subject.pseudonym()));
    kept.addAll(marks());
    return new DeidentifiedObject(DataSet.of(kept), subject.pseudonym(), mayShowWho(original));
  }

  /** The UID that stands for one of the sender's. */
  public String uid(String original) {
    return keyed.uid(original);
  }

  private static boolean mayShowWho(DataSet original) {
    if (original.text(BURNED_IN_ANNOTATION).filter("YES"::equalsIgnoreCase).isPresent()
        || original.text(RECOGNISABLE_FEATURES).filter("YES"::equalsIgnoreCase).isPresent()) {
      return true;
    }
    // Screen shots and dose reports of scanners carry the patient's name in their pixels.
    return original.texts(Tag.IMAGE_TYPE).stream()
        .map(value -> value.toUpperCase(Locale.ROOT))
        .anyMatch(value -> value.contains("SCREEN") || value.contains("DOSE"));
  }

  private List<Element> marks() {
    List<DataSet> codes = new ArrayList<>();
    codes.add(code("113100", "Basic Application Confidentiality Profile"));
    StringBuilder method = new StringBuilder("PS3.15 2025a: 113100");
    if (settings.cleanDescriptors()) {
      codes.add(code("113105", "Clean Descriptors Option"));
      method.append(" 113105");
    }
    if (settings.retainModifiedDates()) {
      codes.add(code("113107", "Retain Longitudinal Temporal Information Modified Dates Option"));
      method.append(" 113107");
    }
    if (settings.retainDeviceIdentity()) {
      codes.add(code("113109", "Retain Device Identity Option"));
      method.append(" 113109");
    }
    if (!settings.privateElements().isEmpty()) {
      codes.add(code("113111", "Retain Safe Private Option"));
      method.append(" 113111");
    }
    return List.of(
        Element.text(IDENTITY_REMOVED, Vr.CS, "YES"),
        Element.text(METHOD, Vr.LO, method.toString()),
        Element.sequence(METHOD_CODES, codes),
        Element.text(
            DATES_MODIFIED, Vr.CS, settings.retainModifiedDates() ? "MODIFIED" : "REMOVED"));
  }

  private static DataSet code(String value, String meaning) {
    return DataSet.of(
        Element.text(CODE_VALUE, Vr.SH, value),
        Element.text(CODING_SCHEME, Vr.SH, "DCM"),
        Element.text(
            CODE_MEANING, Vr.LO, meaning.length() > 64 ? meaning.substring(0, 64) : meaning));
  }

  /** Words and numbers of everything that the profile takes away, at every depth. */
  private void collectIdentifiers(DataSet dataSet, Set<String> into) {
    for (Element element : dataSet) {
      if (element instanceof Element.Sequence sequence) {
        sequence.items().forEach(item -> collectIdentifiers(item, into));
      } else if (identifies(element)) {
        dataSet.texts(element.tag()).forEach(text -> cleaner.collectIdentifiers(text, into));
      }
    }
  }

  private boolean identifies(Element element) {
    return switch (element.vr()) {
      case PN -> true;
      case LO, SH, ST, LT, UT, UC, DA, IS ->
          table
              .find(element.tag())
              .filter(row -> !row.cleanDescriptors() && !row.keepDevice() && !row.modifyDates())
              .isPresent();
      default -> false;
    };
  }

  private static String privateName(String creator, int group, int element) {
    return creator + '\0' + group + '\0' + (element & 0xff);
  }

  private static Element.Value text(int tag, Vr vr, String text) {
    return Element.bytes(tag, vr, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Element empty(int tag, Vr vr) {
    return vr.isSequence() ? Element.sequence(tag, List.of()) : Element.bytes(tag, vr);
  }

  /** One object's way through the table. */
  private final class Work {
    private final DateShift shift;
    private final Set<String> identifiers;

    Work(DateShift shift, Set<String> identifiers) {
      this.shift = shift;
      this.identifiers = identifiers;
    }

    List<Element> treat(DataSet dataSet) {
      List<Element> kept = new ArrayList<>(dataSet.size());
      Set<Integer> creators = new HashSet<>();
      for (Element element : dataSet) {
        if (Tag.isPrivate(element.tag())) {
          keptPrivate(dataSet, element)
              .ifPresent(
                  allowed -> {
                    kept.add(allowed);
                    creators.add(creatorTag(element.tag()));
                  });
        } else if (element.tag() != Tag.SPECIFIC_CHARACTER_SET) {
          Optional<Element> treated =
              table
                  .find(element.tag())
                  .map(row -> byTable(dataSet, element, row))
                  .orElseGet(() -> byRepresentation(dataSet, element));
          treated.ifPresent(kept::add);
        }
      }
      for (int creator : creators) {
        dataSet.text(creator).ifPresent(name -> kept.add(text(creator, Vr.LO, ascii(name))));
      }
      return kept;
    }

    private Optional<Element> byTable(DataSet dataSet, Element element, ProfileRow row) {
      if (element.isEmpty() && row.basic() != BasicAction.DUMMY) {
        return row.basic() == BasicAction.REMOVE
            ? Optional.empty()
            : Optional.of(empty(element.tag(), element.vr()));
      }
      if (row.modifyDates() && settings.retainModifiedDates() && isTemporal(element.vr())) {
        return temporal(dataSet, element).or(() -> basic(dataSet, element, row));
      }
      if (row.keepDevice() && settings.retainDeviceIdentity()) {
        return device(dataSet, element).or(() -> basic(dataSet, element, row));
      }
      boolean clean =
          (row.cleanDevice() && settings.retainDeviceIdentity())
              || (row.cleanDescriptors() && settings.cleanDescriptors());
      if (clean && element.vr().isSequence()) {
        return byRepresentation(dataSet, element);
      }
      if (clean && element.vr().isText()) {
        return cleaned(dataSet, element).or(() -> basic(dataSet, element, row));
      }
      return basic(dataSet, element, row);
    }

    private Optional<Element> basic(DataSet dataSet, Element element, ProfileRow row) {
      return switch (row.basic()) {
        case REMOVE -> Optional.empty();
        case EMPTY -> Optional.of(empty(element.tag(), element.vr()));
        case DUMMY -> Optional.of(dummy(element, row));
        case REMAP ->
            element.vr().isSequence() || element.vr() == Vr.UI
                ? byRepresentation(dataSet, element)
                : Optional.empty();
      };
    }

    private Element dummy(Element element, ProfileRow row) {
      int tag = element.tag();
      return switch (element.vr()) {
        case SQ -> dummySequence(element, row);
        case AE, CS, LO, LT, PN, SH, ST, UC, UT -> text(tag, element.vr(), DUMMY_TEXT);
        case UR -> text(tag, Vr.UR, "urn:anonymized");
        case AS -> text(tag, Vr.AS, "000Y");
        case DA -> text(tag, Vr.DA, "19000101");
        case TM -> text(tag, Vr.TM, "000000");
        case DT -> text(tag, Vr.DT, "19000101000000");
        case DS, IS -> text(tag, element.vr(), "0");
        case UI -> text(tag, Vr.UI, keyed.uid(""));
        default -> Element.bytes(tag, element.vr(), new byte[8]);
      };
    }

    private Element dummySequence(Element element, ProfileRow row) {
      if (row.keyword().endsWith("CodeSequence")) {
        return Element.sequence(
            element.tag(),
            List.of(
                DataSet.of(
                    Element.text(CODE_VALUE, Vr.SH, DUMMY_TEXT),
                    Element.text(CODING_SCHEME, Vr.SH, "99HYBRIDMIM"),
                    Element.text(CODE_MEANING, Vr.LO, DUMMY_TEXT))));
      }
      return items((Element.Sequence) element);
    }

    /** What the table does not name, or leaves to its representation. */
    private Optional<Element> byRepresentation(DataSet dataSet, Element element) {
      int tag = element.tag();
      if (DataDictionary.standard().keyword(tag).isEmpty()) {
        return Optional.empty();
      }
      if (element instanceof Element.Sequence sequence) {
        return Optional.of(items(sequence));
      }
      if (element instanceof Element.Encapsulated) {
        return tag == Tag.PIXEL_DATA ? Optional.of(element) : Optional.empty();
      }
      if (element.isEmpty()) {
        return Optional.of(element);
      }
      return switch (element.vr()) {
        case PN -> Optional.empty();
        case AE, LO, LT, SH, ST, UC, UR, UT ->
            isStandardCode(dataSet, tag) ? Optional.of(element) : cleaned(dataSet, element);
        case CS ->
            all(dataSet, tag, value -> cleaner.isKnownTerm(value, identifiers))
                ? Optional.of(element)
                : Optional.empty();
        case DS, IS ->
            all(dataSet, tag, this::isHarmlessNumber) ? Optional.of(element) : Optional.empty();
        case AS ->
            all(dataSet, tag, value -> value.matches("\\d{3}[DWMY]"))
                ? Optional.of(element)
                : Optional.empty();
        case DA, DT, TM ->
            settings.retainModifiedDates() ? temporal(dataSet, element) : Optional.empty();
        case UI -> Optional.of(uids(dataSet, tag));
        case OB, OD, OF, OL, OV, OW, UN -> isImage(tag) ? Optional.of(element) : Optional.empty();
        default -> Optional.of(element);
      };
    }

    private Element.Sequence items(Element.Sequence sequence) {
      return Element.sequence(
          sequence.tag(), sequence.items().stream().map(item -> DataSet.of(treat(item))).toList());
    }

    private boolean isHarmlessNumber(String value) {
      return value.isEmpty()
          || (TextCleaner.isNumber(value)
              && (value.length() <= LONGEST_HARMLESS_NUMBER
                  || !identifiers.contains(value.toLowerCase(Locale.ROOT))));
    }

    /** Codes of public schemes mean the same everywhere. */
    private boolean isStandardCode(DataSet dataSet, int tag) {
      boolean standardScheme =
          dataSet.text(CODING_SCHEME).filter(CODING_SCHEMES::contains).isPresent();
      if (tag == CODING_SCHEME) {
        return standardScheme;
      }
      return tag == CODE_VALUE
          && standardScheme
          && dataSet
              .text(CODE_VALUE)
              .filter(
                  value ->
                      value.matches("[A-Za-z]{0,2}-?[0-9A-F]{1,10}|[a-z0-9/.{}\\[\\]%]{1,8}")
                          && !identifiers.contains(value.toLowerCase(Locale.ROOT)))
              .isPresent();
    }

    private Optional<Element> cleaned(DataSet dataSet, Element element) {
      List<String> values = dataSet.texts(element.tag());
      List<String> kept = values.stream().map(value -> cleaner.clean(value, identifiers)).toList();
      return joined(element.tag(), element.vr(), kept);
    }

    private Optional<Element> device(DataSet dataSet, Element element) {
      if (element instanceof Element.Sequence
          || element.vr() == Vr.UI
          || isTemporal(element.vr())) {
        return byRepresentation(dataSet, element);
      }
      List<String> kept =
          dataSet.texts(element.tag()).stream()
              .map(value -> cleaner.without(value, identifiers))
              .toList();
      return joined(element.tag(), element.vr(), kept);
    }

    private Optional<Element> joined(int tag, Vr vr, List<String> values) {
      return values.stream().allMatch(String::isEmpty)
          ? Optional.empty()
          : Optional.of(text(tag, vr, String.join("\\", values)));
    }

    private Optional<Element> temporal(DataSet dataSet, Element element) {
      List<String> shifted = new ArrayList<>();
      for (String value : dataSet.texts(element.tag())) {
        Optional<String> moved =
            switch (element.vr()) {
              case DA -> shift.date(value);
              case DT -> shift.dateTime(value);
              default -> DateShift.time(value);
            };
        if (moved.isEmpty()) {
          return Optional.empty();
        }
        shifted.add(moved.get());
      }
      return joined(element.tag(), element.vr(), shifted);
    }

    private Element uids(DataSet dataSet, int tag) {
      List<String> mapped =
          dataSet.texts(tag).stream()
              .map(uid -> uid.isEmpty() || isOfTheStandard(uid) ? uid : keyed.uid(uid))
              .toList();
      return text(tag, Vr.UI, String.join("\\", mapped));
    }

    private Optional<Element> keptPrivate(DataSet dataSet, Element element) {
      if (privateElements.isEmpty() || !(element instanceof Element.Value value)) {
        return Optional.empty();
      }
      Optional<Vr> vr =
          dataSet
              .privateCreator(element.tag())
              .map(
                  creator ->
                      privateElements.get(
                          privateName(creator, Tag.group(element.tag()), element.tag())));
      if (vr.isEmpty()) {
        return Optional.empty();
      }
      Element.Value known = value.as(vr.get());
      DataSet alone = DataSet.of(known);
      return switch (vr.get()) {
        case LO, SH -> cleaned(alone, known);
        case CS ->
            all(alone, known.tag(), text -> cleaner.isKnownTerm(text, identifiers))
                ? Optional.of(known)
                : Optional.empty();
        case DS, IS ->
            all(alone, known.tag(), this::isHarmlessNumber) ? Optional.of(known) : Optional.empty();
        default -> Optional.of(known);
      };
    }

    private static boolean all(
        DataSet dataSet, int tag, java.util.function.Predicate<String> predicate) {
      return dataSet.texts(tag).stream().allMatch(predicate);
    }

    private static boolean isTemporal(Vr vr) {
      return vr == Vr.DA || vr == Vr.DT || vr == Vr.TM;
    }

    private static boolean isOfTheStandard(String uid) {
      return uid.startsWith(STANDARD_ROOT) && uid.length() <= LONGEST_STANDARD_UID;
    }

    /** Pixels, their offset tables, and lookup tables of group 0028. */
    private static boolean isImage(int tag) {
      return Tag.group(tag) == 0x7fe0
          || tag == 0x00283006
          || (tag >= 0x00281201 && tag <= 0x00281223);
    }

    private static int creatorTag(int tag) {
      return (tag & 0xffff0000) | (Tag.element(tag) >>> 8);
    }

    private static String ascii(String text) {
      return text.replaceAll("[^\\x20-\\x7e]", "");
    }
  }
}
