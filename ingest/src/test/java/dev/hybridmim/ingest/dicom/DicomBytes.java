package dev.hybridmim.ingest.dicom;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Objects for tests, and random damage. */
public final class DicomBytes {
  private DicomBytes() {}

  /** Small sound files in every uncompressed syntax and an encapsulated one. */
  public static byte[][] smallObjects() throws DicomException {
    DataSet dataSet =
        DataSet.of(
            Element.text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "", "ISO 2022 IR 87"),
            Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.CT_IMAGE),
            Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.4"),
            Element.text(Tag.PATIENT_NAME, Vr.PN, "A^B"),
            Element.text(0x00090010, Vr.LO, "ACME"),
            Element.bytes(0x00091001, Vr.UN, (byte) 1, (byte) 2),
            Element.sequence(
                Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE,
                List.of(
                    DataSet.of(
                        Element.sequence(
                            Tag.PLANE_ORIENTATION_SEQUENCE,
                            List.of(
                                DataSet.of(
                                    Element.text(
                                        Tag.IMAGE_ORIENTATION_PATIENT,
                                        Vr.DS,
                                        "1",
                                        "0",
                                        "0",
                                        "0",
                                        "1",
                                        "0"))))))),
            Element.shorts(Tag.ROWS, Vr.US, 4),
            Element.shorts(Tag.COLUMNS, Vr.US, 4),
            Element.shorts(Tag.PIXEL_REPRESENTATION, Vr.US, 1));
    DataSet plain = dataSet.with(Element.bytes(Tag.PIXEL_DATA, Vr.OW, new byte[32]));
    DataSet packed =
        dataSet.with(
            new Element.Encapsulated(
                Tag.PIXEL_DATA,
                Vr.OB,
                ByteBuffer.allocate(4),
                List.of(ByteBuffer.allocate(20), ByteBuffer.allocate(8))));
    return new byte[][] {
      DicomWriter.file(plain, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
      DicomWriter.file(plain, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN),
      DicomWriter.file(plain, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN),
      DicomWriter.file(plain, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN),
      DicomWriter.file(packed, TransferSyntax.RLE_LOSSLESS)
    };
  }

  /** One to four changes anywhere behind the preamble, and sometimes a cut. */
  public static byte[] mutate(byte[] file, UniformRandomProvider random) {
    byte[] mutated = file.clone();
    int changes = 1 + random.nextInt(4);
    for (int n = 0; n < changes; n++) {
      int at = 128 + random.nextInt(Math.min(mutated.length, 4096) - 132);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[at] = (byte) random.nextInt(256);
        case 2 -> ByteBuffer.wrap(mutated).putInt(at & ~1, extreme(random));
        default -> ByteBuffer.wrap(mutated).putShort(at & ~1, (short) random.nextInt());
      }
    }
    return random.nextInt(10) == 0
        ? Arrays.copyOf(mutated, random.nextInt(mutated.length))
        : mutated;
  }

  private static int extreme(UniformRandomProvider random) {
    int[] extremes = {
      0, -1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, 1, 0x01000000, 0xfeff00e0, random.nextInt()
    };
    return extremes[random.nextInt(extremes.length)];
  }
}
