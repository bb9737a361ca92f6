package dev.hybridmim.ingest.intake.store;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomFile;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.pixel.PixelReader;
import java.util.Arrays;

/**
 * Whether two objects are one image in two transfer syntaxes: every attribute and every decoded
 * pixel is the same. What a lossy syntax has changed is not.
 */
final class SameImage {
  private SameImage() {}

  /** Compares two de-identified files; what can't be decoded is not the same. */
  static boolean inBoth(byte[] one, byte[] other, DicomLimits limits) {
    try {
      DicomFile first = DicomReader.read(one, limits);
      DicomFile second = DicomReader.read(other, limits);
      return attributes(first).equals(attributes(second)) && haveSamePixels(first, second);
    } catch (DicomException e) {
      return false;
    }
  }

  private static DataSet attributes(DicomFile file) {
    return file.dataSet().without(Tag.PIXEL_DATA);
  }

  private static boolean haveSamePixels(DicomFile first, DicomFile second) throws DicomException {
    PixelReader one = PixelReader.of(first.dataSet(), first.syntax());
    PixelReader other = PixelReader.of(second.dataSet(), second.syntax());
    int pixels = Math.toIntExact(one.format().framePixels());
    int[] left = new int[pixels];
    int[] right = new int[pixels];
    for (int frame = 0; frame < one.format().frames(); frame++) {
      one.read(frame, left);
      other.read(frame, right);
      if (!Arrays.equals(left, right)) {
        return false;
      }
    }
    return true;
  }
}
