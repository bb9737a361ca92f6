package dev.hybridmim.ingest.dicom;

import java.util.Objects;

/**
 * An object as it stands in a file of PS3.10.
 *
 * @param meta the file meta information, group 0002
 * @param syntax how the data set was written, by the meta information
 * @param dataSet everything else
 */
public record DicomFile(DataSet meta, TransferSyntax syntax, DataSet dataSet) {
  public DicomFile {
    Objects.requireNonNull(meta, "meta");
    Objects.requireNonNull(syntax, "syntax");
    Objects.requireNonNull(dataSet, "dataSet");
  }
}
