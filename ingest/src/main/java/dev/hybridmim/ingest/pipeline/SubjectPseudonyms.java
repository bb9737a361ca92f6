package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.dicom.series.SeriesIdentity;
import dev.hybridmim.platform.scan.Pseudonyms;

/**
 * Whose scan a volume is, by pseudonyms; empty where the scan does not say.
 *
 * @param subject the patient
 * @param study the study
 */
record SubjectPseudonyms(String subject, String study) {
  static final SubjectPseudonyms UNKNOWN = new SubjectPseudonyms("", "");

  static SubjectPseudonyms of(SeriesIdentity identity, Pseudonyms pseudonyms) {
    return new SubjectPseudonyms(
        identity.patientId().isEmpty()
            ? ""
            : pseudonyms.subject(identity.patientId(), identity.issuerOfPatientId()),
        identity.studyInstanceUid().isEmpty() ? "" : pseudonyms.study(identity.studyInstanceUid()));
  }
}
