package dev.hybridmim.ingest.intake.deidentify;

import dev.hybridmim.ingest.dicom.DataSet;

/**
 * An object that may be kept.
 *
 * @param subject pseudonym of the patient
 * @param burnedIn whether the pixels may show who it is
 */
public record DeidentifiedObject(DataSet dataSet, String subject, boolean burnedIn) {}
