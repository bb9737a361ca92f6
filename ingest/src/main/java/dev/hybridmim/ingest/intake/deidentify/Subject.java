package dev.hybridmim.ingest.intake.deidentify;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.platform.scan.Pseudonyms;

/**
 * Whose object it is.
 *
 * @param pseudonym 32 hexadecimal digits, the same in all studies of one person
 */
record Subject(String pseudonym) {
  private static final int BIRTH_DATE = 0x00100030;

  static Subject of(DataSet dataSet, Pseudonyms pseudonyms) {
    String id = dataSet.text(Tag.PATIENT_ID).orElse("");
    if (!id.isEmpty()) {
      return new Subject(pseudonyms.subject(id, dataSet.text(Tag.ISSUER_OF_PATIENT_ID).orElse("")));
    }
    String name = dataSet.text(Tag.PATIENT_NAME).orElse("");
    String birth = dataSet.text(BIRTH_DATE).orElse("");
    if (!name.isEmpty() && !birth.isEmpty()) {
      return new Subject(pseudonyms.subject(name + '\0' + birth, "name and birth date"));
    }
    return new Subject(
        pseudonyms.subject(dataSet.text(Tag.STUDY_INSTANCE_UID).orElse(""), "study"));
  }
}
