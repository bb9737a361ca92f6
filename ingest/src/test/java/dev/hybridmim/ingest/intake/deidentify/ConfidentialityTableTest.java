package dev.hybridmim.ingest.intake.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.dicom.DataDictionary;
import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.Vr;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of the table, with an identifier in its attribute, under the profile and its options.
 */
class ConfidentialityTableTest {
  private static final String NAME = "Zwiebelfisch";
  private static final String DATE = "19640229";
  private static final String UID = "1.2.276.0.7230010.3.1";
  private static final DeidentificationSettings BASIC =
      new DeidentificationSettings(
          false,
          false,
          false,
          Set.of(),
          List.of(),
          DeidentificationSettings.BurnedInPolicy.QUARANTINE);
  private static final Deidentifier PLAIN = new Deidentifier(BASIC, "secret");
  private static final Deidentifier WITH_OPTIONS =
      new Deidentifier(DeidentificationSettings.DEFAULT, "secret");

  /** Set by every de-identification, whatever stood there. */
  private static final Set<Integer> ALWAYS_SET =
      Set.of(Tag.PATIENT_NAME, Tag.PATIENT_ID, 0x00120062, 0x00120063, 0x00120064, 0x00280303);

  static Stream<ProfileRow> rows() {
    return ConfidentialityTable.standard().rows().stream();
  }

  @Test
  void theTableIsWhole() {
    assertThat(rows()).hasSize(621);
    assertThat(rows().filter(row -> row.basic() == BasicAction.REMOVE)).hasSize(384);
    assertThat(rows().filter(ProfileRow::cleanDescriptors)).hasSize(125);
    assertThat(rows().filter(ProfileRow::keepDevice)).hasSize(46);
    assertThat(rows().filter(ProfileRow::modifyDates)).hasSize(165);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void anIdentifierIsGone(ProfileRow row) {
    int tag = tag(row);
    Vr vr = vr(tag);
    Element planted = planted(tag, vr);
    for (Deidentifier deidentifier : List.of(PLAIN, WITH_OPTIONS)) {
      DataSet result = deidentifier.deidentify(DataSet.of(patient(), planted)).dataSet();
      assertThat(text(result)).doesNotContain(NAME).doesNotContain(DATE).doesNotContain(UID);
    }
    if (!ALWAYS_SET.contains(tag)) {
      Optional<Element> plain =
          PLAIN.deidentify(DataSet.of(patient(), planted)).dataSet().find(tag);
      assertThat(plain.map(element -> state(element, planted))).isEqualTo(expected(row, vr));
    }
  }

  @Test
  void optionsKeepWhatTheySay() {
    DataSet result =
        WITH_OPTIONS
            .deidentify(
                DataSet.of(
                    patient(),
                    Element.text(0x00080020, Vr.DA, "20240305"),
                    Element.text(0x00080021, Vr.DA, "20240307"),
                    Element.text(0x00080030, Vr.TM, "101112"),
                    Element.text(0x00181000, Vr.LO, "SN-12/7"),
                    Element.text(0x00081010, Vr.SH, "CT2 " + NAME),
                    Element.text(0x0008103E, Vr.LO, "Chest " + NAME + " 5mm 123456 T1w")))
            .dataSet();
    int days =
        (int)
            java.time.temporal.ChronoUnit.DAYS.between(
                date(result.text(0x00080020).orElseThrow()),
                date(result.text(0x00080021).orElseThrow()));
    assertThat(days).as("the time between two dates stays").isEqualTo(2);
    assertThat(result.text(0x00080020)).isNotEqualTo(Optional.of("20240305"));
    assertThat(result.text(0x00080030)).contains("101112");
    assertThat(result.text(0x00181000)).contains("SN-12/7");
    assertThat(result.text(0x00081010)).contains("CT2");
    assertThat(result.text(0x0008103E)).contains("Chest 5mm T1w");
    assertThat(result.items(0x00120064)).hasSize(4);
  }

  @Test
  void onePersonStaysOnePersonAndUidsStayLinked() {
    Element number = Element.text(Tag.PATIENT_ID, Vr.LO, "4711");
    DataSet first =
        WITH_OPTIONS
            .deidentify(DataSet.of(patient(), number, uid(Tag.STUDY_INSTANCE_UID, UID)))
            .dataSet();
    DataSet second =
        WITH_OPTIONS.deidentify(DataSet.of(patient(), number, uid(0x00200052, UID))).dataSet();
    assertThat(first.text(Tag.PATIENT_ID)).isEqualTo(second.text(Tag.PATIENT_ID));
    assertThat(first.text(Tag.STUDY_INSTANCE_UID)).isEqualTo(second.text(0x00200052));
    assertThat(first.text(Tag.STUDY_INSTANCE_UID).orElseThrow())
        .matches("2\\.25\\.[1-9]\\d{30,38}");
    DataSet elsewhere =
        new Deidentifier(DeidentificationSettings.DEFAULT, "another secret")
            .deidentify(DataSet.of(patient(), number, uid(Tag.STUDY_INSTANCE_UID, UID)))
            .dataSet();
    assertThat(elsewhere.text(Tag.PATIENT_ID)).isNotEqualTo(first.text(Tag.PATIENT_ID));
    assertThat(elsewhere.text(Tag.STUDY_INSTANCE_UID))
        .isNotEqualTo(first.text(Tag.STUDY_INSTANCE_UID));
  }

  @Test
  void privateAttributesStayOnlyWhenAllowed() {
    DataSet original =
        DataSet.of(
            patient(),
            Element.text(0x00430010, Vr.LO, "GEMS_PARM_01"),
            Element.text(0x00431039, Vr.IS, "1000"),
            Element.text(0x00431040, Vr.LO, NAME));
    assertThat(WITH_OPTIONS.deidentify(original).dataSet().contains(0x00430010)).isFalse();
    Deidentifier allowing =
        new Deidentifier(
            new DeidentificationSettings(
                true,
                true,
                true,
                Set.of(),
                List.of(
                    new DeidentificationSettings.PrivateElement(
                        "GEMS_PARM_01", "0043", "39", "IS")),
                DeidentificationSettings.BurnedInPolicy.QUARANTINE),
            "secret");
    DataSet result = allowing.deidentify(original).dataSet();
    assertThat(result.text(0x00431039)).contains("1000");
    assertThat(result.text(0x00430010)).contains("GEMS_PARM_01");
    assertThat(result.contains(0x00431040)).isFalse();
    assertThat(result.items(0x00120064)).hasSize(5);
  }

  private static Optional<String> expected(ProfileRow row, Vr vr) {
    return switch (row.basic()) {
      case REMOVE -> Optional.empty();
      case EMPTY -> Optional.of("empty");
      case DUMMY -> Optional.of("other value");
      case REMAP -> vr == Vr.UI || vr == Vr.SQ ? Optional.of("other value") : Optional.empty();
    };
  }

  private static String state(Element element, Element planted) {
    return element.isEmpty() ? "empty" : element.equals(planted) ? "kept" : "other value";
  }

  private static Element patient() {
    return Element.text(Tag.PATIENT_NAME, Vr.PN, NAME);
  }

  private static Element uid(int tag, String uid) {
    return Element.text(tag, Vr.UI, uid);
  }

  private static int tag(ProfileRow row) {
    return row.tag().equals("private")
        ? 0x00091001
        : Integer.parseUnsignedInt(row.tag().replace('x', '0'), 16);
  }

  private static Vr vr(int tag) {
    Vr vr = DataDictionary.standard().vr(tag, false);
    return vr == Vr.UN ? Vr.LO : vr;
  }

  private static Element planted(int tag, Vr vr) {
    return switch (vr) {
      case SQ ->
          Element.sequence(
              tag,
              List.of(
                  DataSet.of(
                      Element.text(Tag.PATIENT_NAME, Vr.PN, NAME),
                      Element.text(0x00081155, Vr.UI, UID),
                      Element.text(0x00080104, Vr.LO, NAME),
                      Element.text(0x00100030, Vr.DA, DATE))));
      case UI -> uid(tag, UID);
      case DA -> Element.text(tag, vr, DATE);
      case DT -> Element.text(tag, vr, DATE + "101112");
      case TM -> Element.text(tag, vr, "101112");
      default ->
          vr.isText()
              ? Element.text(tag, vr, NAME)
              : Element.bytes(tag, vr, NAME.getBytes(StandardCharsets.US_ASCII));
    };
  }

  /** Every text at every depth. */
  private static String text(DataSet dataSet) {
    StringBuilder text = new StringBuilder();
    for (Element element : dataSet) {
      if (element instanceof Element.Sequence sequence) {
        sequence.items().forEach(item -> text.append(text(item)));
      } else if (element instanceof Element.Value value) {
        text.append(new String(value.toArray(), StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    return text.toString();
  }

  private static java.time.LocalDate date(String text) {
    return java.time.LocalDate.parse(text, java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
  }
}
