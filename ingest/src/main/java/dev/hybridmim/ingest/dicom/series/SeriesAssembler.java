package dev.hybridmim.ingest.dicom.series;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomFile;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.platform.message.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes a volume of the objects of a series; the rules are in this package's documentation.
 *
 * <p>Memory: one object's bytes at a time, 4 bytes for each voxel while objects come and 8 while
 * they are put together. For one series and one thread.
 *
 * <pre>{@code
 * SeriesAssembler series = new SeriesAssembler("Series 1f6b", limits);
 * for (byte[] file : files) {
 *   series.add(file);
 * }
 * Image image = series.assemble().get(0).image();
 * }</pre>
 */
public final class SeriesAssembler {
  private static final Map<String, Modality> MODALITIES =
      Map.of(
          SopClasses.CT_IMAGE, Modality.MODALITY_CT,
          SopClasses.ENHANCED_CT_IMAGE, Modality.MODALITY_CT,
          SopClasses.LEGACY_CONVERTED_ENHANCED_CT_IMAGE, Modality.MODALITY_CT,
          SopClasses.MR_IMAGE, Modality.MODALITY_MR,
          SopClasses.ENHANCED_MR_IMAGE, Modality.MODALITY_MR,
          SopClasses.LEGACY_CONVERTED_ENHANCED_MR_IMAGE, Modality.MODALITY_MR,
          SopClasses.PET_IMAGE, Modality.MODALITY_PT,
          SopClasses.ENHANCED_PET_IMAGE, Modality.MODALITY_PT,
          SopClasses.LEGACY_CONVERTED_ENHANCED_PET_IMAGE, Modality.MODALITY_PT);

  /** What preparing a series takes: the volume, its oriented copy and the resampled one. */
  private static final int BYTES_PER_VOXEL = 12;

  private final String reference;
  private final ReadLimits limits;
  private final List<Slice> slices = new ArrayList<>();
  private SeriesIdentity identity;
  private long voxels;
  private int objects;

  /**
   * For one series.
   *
   * @param reference names the scan in messages; no identifiers
   * @param limits series of more voxels, and objects of more bytes, are refused
   */
  public SeriesAssembler(String reference, ReadLimits limits) {
    this.reference = Objects.requireNonNull(reference, "reference");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /** Whether objects of a SOP class are scans. */
  public static boolean isScan(String sopClassUid) {
    return MODALITIES.containsKey(sopClassUid);
  }

  /**
   * Adds an object, a file of PS3.10.
   *
   * @throws UnreadableScanException when it can't be read or is no image of a scan
   */
  public void add(byte[] file) throws UnreadableScanException {
    objects++;
    DicomFile read;
    try {
      read = DicomReader.read(file, DicomLimits.DEFAULT.withMaxBytes(limits.maxBytes()));
    } catch (DicomException e) {
      throw UnreadableDicom.of(e, reference, "object " + objects);
    }
    DataSet dataSet = read.dataSet();
    Modality modality = modality(dataSet);
    requireSameSeries(dataSet);
    try {
      SliceReader reader = new SliceReader(read, modality);
      voxels += reader.voxels();
      if (voxels > maxVoxels()) {
        throw new UnreadableScanException(
            RejectReason.TOO_LARGE,
            "%s has more voxels than the %d that fit; give ingest more memory and retry."
                .formatted(reference, maxVoxels()));
      }
      slices.addAll(reader.read());
    } catch (DicomException e) {
      throw UnreadableDicom.of(e, reference, label(dataSet));
    }
  }

  /**
   * Puts everything together that was added: one volume, or one for each stack of slices where the
   * scanner has acquired several, one above the other.
   *
   * @throws UnreadableScanException when the slices are not one volume
   */
  public List<AssembledSeries> assemble() throws UnreadableScanException {
    if (slices.isEmpty()) {
      throw new UnreadableScanException(
          RejectReason.INCOMPLETE_SERIES, reference + " has no instance; send it again.");
    }
    return new SliceStack(reference, slices).assemble(identity);
  }

  /** A series is held as floats, slices and volume, so it takes more than a limit's voxel does. */
  private long maxVoxels() {
    return limits.maxVoxels() * ReadLimits.BYTES_PER_VOXEL / BYTES_PER_VOXEL;
  }

  private Modality modality(DataSet dataSet) throws UnreadableScanException {
    String sopClass = dataSet.text(Tag.SOP_CLASS_UID).orElse("");
    Modality modality = MODALITIES.get(sopClass);
    if (modality == null) {
      throw new UnreadableScanException(
          RejectReason.UNSUPPORTED_OBJECT,
          "%s has an object (%s) of the kind %s, and CT, MR and PET images are prepared; leave it away."
              .formatted(reference, label(dataSet), SopClasses.name(sopClass).orElse("unknown")));
    }
    return modality;
  }

  private void requireSameSeries(DataSet dataSet) throws UnreadableScanException {
    SeriesIdentity own = SeriesIdentity.of(dataSet);
    if (identity == null) {
      identity = own;
    } else if (!identity.seriesInstanceUid().equals(own.seriesInstanceUid())) {
      throw new UnreadableScanException(
          RejectReason.MIXED_SERIES,
          "%s has an object (%s) of another series; send each series by itself."
              .formatted(reference, label(dataSet)));
    }
  }

  private String label(DataSet dataSet) {
    try {
      var number = dataSet.integer(Tag.INSTANCE_NUMBER);
      return number.isPresent() ? "instance " + number.getAsInt() : "object " + objects;
    } catch (DicomException e) {
      return "object " + objects;
    }
  }
}
