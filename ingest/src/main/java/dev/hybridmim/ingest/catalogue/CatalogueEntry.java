package dev.hybridmim.ingest.catalogue;

import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.message.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A volume of the catalogue.
 *
 * @param id content hash
 * @param prefix where its objects lie, ends with a slash
 * @param checksum SHA-256 of its root metadata
 * @param modality {@code ct}, {@code mr} or {@code pt}
 * @param shape voxels along R, A, S
 * @param spacingMm along R, A, S
 * @param intensity what became 0 and 1
 * @param subject pseudonym, empty when the scan names none
 * @param study pseudonym, empty when the scan names none
 * @param scans every scan that has this content, the first one first
 * @param exclusions none while samples may be cut from it
 */
public record CatalogueEntry(
    String id,
    String prefix,
    String checksum,
    String modality,
    List<Integer> shape,
    List<Double> spacingMm,
    List<Double> intensity,
    String subject,
    String study,
    Instant preparedAt,
    List<Scan> scans,
    List<Exclusion> exclusions) {

  /**
   * An object that the volume was made from.
   *
   * @param reference {@code bucket/key}
   */
  public record Scan(String reference, String key, String eTag, long bytes) {}

  /**
   * Why no samples are cut from it.
   *
   * @param by who says so
   */
  public record Exclusion(ExclusionReason reason, String by) {}

  static CatalogueEntry of(Volume volume) {
    ScanSource source = volume.getSource();
    return new CatalogueEntry(
        volume.getId(),
        volume.getObjectPrefix(),
        volume.getChecksum(),
        volume
            .getModality()
            .name()
            .substring("MODALITY_".length())
            .toLowerCase(java.util.Locale.ROOT),
        List.of(volume.getShape().getI(), volume.getShape().getJ(), volume.getShape().getK()),
        List.copyOf(volume.getSpacingMmList()),
        List.of(volume.getScaling().getLow(), volume.getScaling().getHigh()),
        volume.getSubject(),
        volume.getStudy(),
        ScanLedger.instant(volume.getPreparedAt()),
        List.of(
            new Scan(
                source.getBucket() + "/" + source.getKey(),
                source.getKey(),
                source.getEtag(),
                source.getSize())),
        List.of());
  }

  /** {@code usable}, {@code held-back}, {@code superseded} or {@code withdrawn}. */
  public String state() {
    if (excludedFor(ExclusionReason.EXCLUSION_REASON_WITHDRAWN)) {
      return "withdrawn";
    }
    if (excludedFor(ExclusionReason.EXCLUSION_REASON_SUPERSEDED)) {
      return "superseded";
    }
    return exclusions.isEmpty() ? "usable" : "held-back";
  }

  /** Whether it is excluded for a reason. */
  public boolean excludedFor(ExclusionReason reason) {
    return exclusions.stream().anyMatch(exclusion -> exclusion.reason() == reason);
  }

  CatalogueEntry withSourcesOf(CatalogueEntry other) {
    List<Scan> all = new ArrayList<>(scans);
    other.scans.stream().filter(scan -> !all.contains(scan)).forEach(all::add);
    return copy(List.copyOf(all), exclusions);
  }

  CatalogueEntry with(List<Exclusion> excluded) {
    return copy(scans, List.copyOf(excluded));
  }

  private CatalogueEntry copy(List<Scan> ofScans, List<Exclusion> excluded) {
    return new CatalogueEntry(
        id,
        prefix,
        checksum,
        modality,
        shape,
        spacingMm,
        intensity,
        subject,
        study,
        preparedAt,
        ofScans,
        excluded);
  }
}
