package dev.hybridmim.ingest.intake;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.Vr;

/** CT images of 8 by 8 pixels. */
public final class SmallImages {
  private SmallImages() {}

  public static DataSet of(String series, int number) {
    byte[] pixels = new byte[128];
    for (int n = 0; n < pixels.length; n++) {
      pixels[n] = (byte) (n * 7 + number);
    }
    return DataSet.of(
        Element.text(Tag.IMAGE_TYPE, Vr.CS, "ORIGINAL", "PRIMARY", "AXIAL"),
        Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.CT_IMAGE),
        Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, series + "." + number),
        Element.text(Tag.MODALITY, Vr.CS, "CT"),
        Element.text(Tag.PATIENT_NAME, Vr.PN, "Zwiebelfisch^Gundula"),
        Element.text(Tag.PATIENT_ID, Vr.LO, "MRN4711000815"),
        Element.text(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3.4"),
        Element.text(Tag.SERIES_INSTANCE_UID, Vr.UI, series),
        Element.text(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(number)),
        Element.text(Tag.IMAGE_POSITION_PATIENT, Vr.DS, "0", "0", Integer.toString(number)),
        Element.text(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, "1", "0", "0", "0", "1", "0"),
        Element.shorts(Tag.SAMPLES_PER_PIXEL, Vr.US, 1),
        Element.text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2"),
        Element.shorts(Tag.ROWS, Vr.US, 8),
        Element.shorts(Tag.COLUMNS, Vr.US, 8),
        Element.text(Tag.PIXEL_SPACING, Vr.DS, "1", "1"),
        Element.shorts(Tag.BITS_ALLOCATED, Vr.US, 16),
        Element.shorts(Tag.BITS_STORED, Vr.US, 16),
        Element.shorts(Tag.HIGH_BIT, Vr.US, 15),
        Element.shorts(Tag.PIXEL_REPRESENTATION, Vr.US, 0),
        Element.bytes(Tag.PIXEL_DATA, Vr.OW, pixels));
  }
}
