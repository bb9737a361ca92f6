package dev.hybridmim.ingest.dicom.series;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Tag;

/**
 * Whose scan it is, as the objects say it: empty texts where they don't. Never shown; what leaves
 * this process are keyed pseudonyms of these.
 */
public record SeriesIdentity(
    String patientId, String issuerOfPatientId, String studyInstanceUid, String seriesInstanceUid) {

  /** The identity in an object. */
  public static SeriesIdentity of(DataSet dataSet) {
    return new SeriesIdentity(
        dataSet.text(Tag.PATIENT_ID).orElse(""),
        dataSet.text(Tag.ISSUER_OF_PATIENT_ID).orElse(""),
        dataSet.text(Tag.STUDY_INSTANCE_UID).orElse(""),
        dataSet.text(Tag.SERIES_INSTANCE_UID).orElse(""));
  }

  @Override
  public String toString() {
    return "SeriesIdentity[not shown]";
  }
}
