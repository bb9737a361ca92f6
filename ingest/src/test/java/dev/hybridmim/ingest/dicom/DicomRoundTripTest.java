package dev.hybridmim.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.dicom.DicomException.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DicomRoundTripTest {
  private static final List<TransferSyntax> PLAIN =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
  private static final DataSet IDENTITY =
      DataSet.of(
          Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.CT_IMAGE),
          Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.45"));

  @Property(tries = 60)
  void whatIsWrittenReadsBackEqual(@ForAll("dataSets") DataSet random) throws DicomException {
    DataSet dataSet = random;
    for (Element element : IDENTITY) {
      dataSet = dataSet.with(element);
    }
    for (TransferSyntax syntax : PLAIN) {
      DicomFile file = DicomReader.read(DicomWriter.file(dataSet, syntax), DicomLimits.DEFAULT);
      assertThat(file.syntax()).isEqualTo(syntax);
      assertThat(file.dataSet()).isEqualTo(dataSet);
      assertThat(file.meta().text(Tag.MEDIA_STORAGE_SOP_CLASS_UID)).contains(SopClasses.CT_IMAGE);
      assertThat(
              DicomReader.read(DicomWriter.dataSet(dataSet, syntax), syntax, DicomLimits.DEFAULT))
          .isEqualTo(dataSet);
    }
  }

  /** Standard elements with the representations that PS3.6 gives them, so that none is lost. */
  @Provide
  Arbitrary<DataSet> dataSets() {
    return items(2);
  }

  private static Arbitrary<DataSet> items(int depth) {
    List<Arbitrary<Element>> kinds = new ArrayList<>();
    kinds.add(evenText(0x00080070, Vr.LO));
    kinds.add(evenText(0x00100010, Vr.PN));
    kinds.add(evenText(0x00204000, Vr.LT));
    kinds.add(bytes(0x00280010, Vr.US, 2));
    kinds.add(bytes(0x00189073, Vr.FD, 8));
    kinds.add(bytes(0x00189461, Vr.FL, 4));
    kinds.add(bytes(0x00720078, Vr.UL, 4));
    kinds.add(bytes(0x00281200, Vr.OW, 2));
    kinds.add(bytes(0x00420011, Vr.OB, 2));
    kinds.add(bytes(0x7FE00008, Vr.OF, 4));
    kinds.add(bytes(0x00091001, Vr.UN, 2));
    kinds.add(evenText(0x00090010, Vr.LO));
    if (depth > 0) {
      kinds.add(
          items(depth - 1).list().ofMaxSize(3).map(items -> Element.sequence(0x00081140, items)));
      kinds.add(
          items(depth - 1).list().ofMaxSize(2).map(items -> Element.sequence(0x52009229, items)));
    }
    return Arbitraries.of(kinds).flatMap(kind -> kind).list().ofMaxSize(6).map(DataSet::of);
  }

  private static Arbitrary<Element> evenText(int tag, Vr vr) {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .ofMaxLength(10)
        .map(text -> Element.text(tag, vr, text.length() % 2 == 0 ? text : text + "x"));
  }

  private static Arbitrary<Element> bytes(int tag, Vr vr, int width) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5), Arbitraries.randomValue(random -> random))
        .as(
            (count, random) -> {
              byte[] value = new byte[count * width];
              random.nextBytes(value);
              return Element.bytes(tag, vr, value);
            });
  }

  @Test
  void fragmentsAreKeptVerbatim() throws DicomException {
    Element pixels =
        new Element.Encapsulated(
            Tag.PIXEL_DATA,
            Vr.OB,
            ByteBuffer.wrap(new byte[] {0, 0, 0, 0}),
            List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3, 4, 5, 6})));
    DataSet dataSet = IDENTITY.with(pixels);
    byte[] file = DicomWriter.file(dataSet, TransferSyntax.JPEG_LS_LOSSLESS);
    assertThat(DicomReader.read(file, DicomLimits.DEFAULT).dataSet()).isEqualTo(dataSet);
    assertThatThrownBy(() -> DicomWriter.file(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOfSatisfying(
            DicomException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED_TRANSFER_SYNTAX));
  }

  @Test
  void privateElementsKeepTheirCreator() throws DicomException {
    DataSet dataSet =
        IDENTITY
            .with(Element.text(0x00090010, Vr.LO, "ACME 1.1"))
            .with(Element.bytes(0x00091042, Vr.UN, (byte) 1, (byte) 2));
    byte[] file = DicomWriter.file(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    DataSet read = DicomReader.read(file, DicomLimits.DEFAULT).dataSet();
    assertThat(read).isEqualTo(dataSet);
    assertThat(read.privateCreator(0x00091042)).contains("ACME 1.1");
  }

  @Test
  void aValueTooLongForItsShortFormIsWrittenAsUnknownAndReadBack() throws DicomException {
    byte[] many = new byte[70_000];
    many[3] = 7;
    DataSet dataSet = IDENTITY.with(Element.bytes(0x00280010, Vr.US, many));
    for (TransferSyntax syntax : PLAIN) {
      byte[] file = DicomWriter.file(dataSet, syntax);
      assertThat(DicomReader.read(file, DicomLimits.DEFAULT).dataSet()).isEqualTo(dataSet);
    }
  }

  @Test
  void namesAreDecodedInTheirCharacterSets() {
    // The examples of PS3.5 annexes H and I, as bytes.
    assertThat(name(latin("Buc^J\u00e9r\u00f4me"), "ISO_IR 100")).isEqualTo("Buc^J\u00e9r\u00f4me");
    assertThat(name("Wang^小东".getBytes(StandardCharsets.UTF_8), "ISO_IR 192")).isEqualTo("Wang^小东");
    assertThat(name("Wang^小东".getBytes(Charset.forName("GB18030")), "GB18030"))
        .isEqualTo("Wang^小东");
    byte[] yamada =
        latin(
            "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B=\u001b$B$d$^$@\u001b(B^"
                + "\u001b$B$?$m$&\u001b(B");
    assertThat(name(yamada, "", "ISO 2022 IR 87")).isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
    byte[] hong = latin("Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7");
    assertThat(name(hong, "", "ISO 2022 IR 149")).isEqualTo("Hong^Gildong=洪^吉洞");
  }

  private static String name(byte[] bytes, String... characterSets) {
    DataSet inner = DataSet.of(Element.bytes(Tag.PATIENT_NAME, Vr.PN, bytes));
    DataSet dataSet = inner.with(Element.text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, characterSets));
    return dataSet.text(Tag.PATIENT_NAME).orElseThrow();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void itemsInheritTheCharacterSet() throws DicomException {
    DataSet item = DataSet.of(Element.bytes(Tag.PATIENT_NAME, Vr.PN, latin("\u00e9t")));
    DataSet dataSet =
        IDENTITY
            .with(Element.text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100"))
            .with(Element.sequence(0x00081140, List.of(item)));
    byte[] file = DicomWriter.file(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    DataSet read = DicomReader.read(file, DicomLimits.DEFAULT).dataSet();
    assertThat(read.items(0x00081140).get(0).text(Tag.PATIENT_NAME)).contains("\u00e9t");
  }

  @Test
  void numbersAreCheckedAndNamedButNotQuoted() {
    DataSet dataSet = DataSet.of(Element.text(Tag.RESCALE_SLOPE, Vr.DS, "0x1p3"));
    assertThatThrownBy(() -> dataSet.number(Tag.RESCALE_SLOPE))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("RescaleSlope")
        .hasMessageNotContaining("0x1p3");
  }

  @Test
  void theDictionaryKnowsRepeatingGroupsAndSignedPixels() {
    DataDictionary dictionary = DataDictionary.standard();
    assertThat(dictionary.vr(0x60023000, false)).isEqualTo(Vr.OW);
    assertThat(dictionary.vr(Tag.PIXEL_PADDING_VALUE, true)).isEqualTo(Vr.SS);
    assertThat(dictionary.vr(Tag.PIXEL_PADDING_VALUE, false)).isEqualTo(Vr.US);
    assertThat(dictionary.vr(0x00090010, false)).isEqualTo(Vr.LO);
    assertThat(dictionary.vr(0x00091010, false)).isEqualTo(Vr.UN);
    assertThat(dictionary.keyword(Tag.ROWS)).contains("Rows");
    assertThat(SopClasses.name(SopClasses.ENHANCED_MR_IMAGE)).contains("Enhanced MR Image Storage");
  }
}
