package dev.hybridmim.local.command;

import dev.hybridmim.ingest.catalogue.CatalogueEntry;
import dev.hybridmim.ingest.catalogue.ScanLedger;
import dev.hybridmim.ingest.catalogue.Withdrawal;
import dev.hybridmim.ingest.volume.DamagedVolumeException;
import dev.hybridmim.ingest.volume.VolumeMetadata;
import dev.hybridmim.ingest.volume.VolumeReader;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.run.OpenHome;
import dev.hybridmim.local.scans.ScanNames;
import dev.hybridmim.local.view.TextTable;
import dev.hybridmim.local.view.TouchedSnapshots;
import dev.hybridmim.local.view.TouchedSnapshots.Touched;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code hybridmim catalogue}. */
@Command(
    name = "catalogue",
    description = "Shows which volumes there are and from which scans, and withdraws scans.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CatalogueCommand.ListCommand.class,
      CatalogueCommand.ShowCommand.class,
      CatalogueCommand.WithdrawCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CatalogueCommand {
  private static final int DIGITS_SHOWN = 12;
  private static final double MEGABYTE = 1e6;

  private CatalogueCommand() {}

  /** A scan of a volume; {@code file} is the user's own, known on this machine only. */
  record ScanRow(String reference, Optional<String> file, String eTag, long bytes) {}

  /**
   * Why no samples are cut from a volume: {@code held_back}, {@code superseded} or {@code
   * withdrawn}, and who says so.
   */
  record ExclusionRow(String reason, String by) {}

  /**
   * A volume; with {@code --json} the rows of {@code volumes}.
   *
   * @param state {@code usable}, {@code held-back}, {@code superseded} or {@code withdrawn}
   * @param recipe digest of the settings that it was prepared with
   */
  record Row(
      String id,
      String state,
      String modality,
      List<Integer> shape,
      List<Double> spacingMm,
      List<Double> intensity,
      String recipe,
      String prefix,
      String preparedAt,
      String subject,
      String study,
      List<ScanRow> scans,
      List<ExclusionRow> exclusions) {

    static Row of(CatalogueEntry volume, ScanNames names) {
      String[] places = volume.prefix().split("/");
      return new Row(
          volume.id(),
          volume.state(),
          volume.modality(),
          volume.shape(),
          volume.spacingMm(),
          volume.intensity(),
          places[places.length - 1],
          volume.prefix(),
          volume.preparedAt().toString(),
          volume.subject(),
          volume.study(),
          volume.scans().stream()
              .map(
                  scan ->
                      new ScanRow(
                          scan.reference(),
                          names.file(scan.reference()),
                          scan.eTag(),
                          scan.bytes()))
              .toList(),
          volume.exclusions().stream()
              .map(
                  exclusion ->
                      new ExclusionRow(
                          exclusion
                              .reason()
                              .name()
                              .substring("EXCLUSION_REASON_".length())
                              .toLowerCase(Locale.ROOT),
                          exclusion.by()))
              .toList());
    }
  }

  /** {@code catalogue list}: {@code {"volumes": [...]}}. */
  record Rows(List<Row> volumes) {}

  /**
   * {@code catalogue show}.
   *
   * @param originalShape voxels of the scan along its own axes
   * @param originalSpacingMm of the scan along its own axes
   * @param objects of the volume in the store
   * @param bytes of these
   */
  record Details(
      Row volume,
      List<Integer> originalShape,
      List<Double> originalSpacingMm,
      List<Integer> foregroundOrigin,
      List<Integer> foregroundSize,
      int objects,
      long bytes) {}

  /**
   * {@code catalogue withdraw}.
   *
   * @param withdrawn false when it was withdrawn before
   * @param snapshots that the volume has shaped
   */
  record Withdrawn(Row volume, boolean withdrawn, List<Touched> snapshots) {}

  private static CatalogueEntry pick(String wanted, List<CatalogueEntry> volumes, ScanNames names) {
    return names.pick(
        wanted,
        "volume or scan",
        volumes,
        volume -> {
          List<String> references = new ArrayList<>();
          references.add("volumes/" + volume.id());
          volume.scans().forEach(scan -> references.add(scan.reference()));
          return references;
        });
  }

  private static String edges(List<? extends Number> edges) {
    return edges.stream()
        .map(
            edge ->
                edge instanceof Integer ? edge.toString() : "%.3g".formatted(edge.doubleValue()))
        .collect(Collectors.joining(" x "));
  }

  /** {@code hybridmim catalogue list}. */
  @Command(name = "list", description = "Lists the volumes.", mixinStandardHelpOptions = true)
  static final class ListCommand extends HomeCommand {
    @Override
    int in(OpenHome opened, HomeLayout layout) {
      ScanNames names = names(layout);
      List<Row> rows =
          ScanLedger.read(opened.connection().kafka()).volumes().stream()
              .map(volume -> Row.of(volume, names))
              .toList();
      if (wantsJson()) {
        Output.json(new Rows(rows));
        return ExitCode.OK;
      }
      TextTable table =
          new TextTable("volume", "state", "modality", "voxels", "mm", "scans", "from");
      for (Row row : rows) {
        ScanRow first = row.scans().get(0);
        table.add(
            row.id().substring(0, Math.min(DIGITS_SHOWN, row.id().length())),
            row.state(),
            row.modality(),
            edges(row.shape()),
            edges(row.spacingMm()),
            Integer.toString(row.scans().size()),
            first.file().orElse(first.reference()));
      }
      Output.text(rows.isEmpty() ? "There are no volumes yet.\n" : table);
      return ExitCode.OK;
    }
  }

  /** {@code hybridmim catalogue show}. */
  @Command(
      name = "show",
      description = "Shows a volume: from which scan, and how it was prepared.",
      mixinStandardHelpOptions = true)
  static final class ShowCommand extends HomeCommand {
    @Parameters(
        paramLabel = "ID",
        description = "Beginning of the volume's id, or a scan: reference, key or your own file.")
    private String wanted;

    @Override
    int in(OpenHome opened, HomeLayout layout) {
      ScanNames names = names(layout);
      CatalogueEntry volume =
          pick(wanted, ScanLedger.read(opened.connection().kafka()).volumes(), names);
      Details details = details(opened, Row.of(volume, names));
      if (wantsJson()) {
        Output.json(details);
      } else {
        print(details);
      }
      return ExitCode.OK;
    }

    private static Details details(OpenHome opened, Row row) {
      try (ObjectStore store = S3ObjectStore.open(opened.connection().store())) {
        VolumeMetadata metadata = VolumeReader.open(store, row.prefix()).volume().metadata();
        List<ObjectInfo> objects = store.list(row.prefix());
        return new Details(
            row,
            ints(metadata.geometry().source().shape()),
            java.util.Arrays.stream(metadata.geometry().source().spacing()).boxed().toList(),
            ints(metadata.geometry().foreground().origin()),
            ints(metadata.geometry().foreground().size()),
            objects.size(),
            objects.stream().mapToLong(ObjectInfo::size).sum());
      } catch (DamagedVolumeException e) {
        throw new RunException(e.getMessage() + " See `hybridmim check`.", e);
      }
    }

    private static List<Integer> ints(int[] numbers) {
      return java.util.Arrays.stream(numbers).boxed().toList();
    }

    private static void print(Details details) {
      Row row = details.volume();
      StringBuilder text = new StringBuilder();
      line(text, "volume", row.id() + ", " + row.state());
      row.exclusions().forEach(out -> line(text, "excluded", out.reason() + " by " + out.by()));
      for (ScanRow scan : row.scans()) {
        line(text, "scan", scan.reference() + scan.file().map(file -> ", " + file).orElse(""));
      }
      line(text, "modality", row.modality());
      line(
          text,
          "scanned",
          edges(details.originalShape())
              + " voxels of "
              + edges(details.originalSpacingMm())
              + " mm");
      line(
          text,
          "prepared",
          edges(row.shape()) + " voxels of " + edges(row.spacingMm()) + " mm, " + row.preparedAt());
      line(
          text,
          "intensity",
          "%s becomes 0, %s becomes 1".formatted(row.intensity().get(0), row.intensity().get(1)));
      line(
          text,
          "foreground",
          edges(details.foregroundSize()) + " voxels from " + edges(details.foregroundOrigin()));
      line(
          text,
          "objects",
          String.format(
              Locale.ROOT,
              "%d below %s, %.1f MB",
              details.objects(),
              row.prefix(),
              details.bytes() / MEGABYTE));
      Output.text(text);
    }

    private static void line(StringBuilder text, String name, String value) {
      text.append(String.format("%-12s%s%n", name, value));
    }
  }

  /** {@code hybridmim catalogue withdraw}. */
  @Command(
      name = "withdraw",
      description = {
        "Excludes a scan's volume from every later sample, for good.",
        "Lists the snapshots that it has shaped; these are not changed."
      },
      mixinStandardHelpOptions = true)
  static final class WithdrawCommand extends HomeCommand {
    @Parameters(
        paramLabel = "SCAN",
        description = "Reference, key or your own file, or the beginning of its volume's id.")
    private String wanted;

    @Override
    int in(OpenHome opened, HomeLayout layout) throws InterruptedException {
      ScanNames names = names(layout);
      CatalogueEntry volume =
          pick(wanted, ScanLedger.read(opened.connection().kafka()).volumes(), names);
      boolean withdrawn =
          Withdrawal.publish(
              opened.connection().kafka(), volume, volume.scans().get(0).reference());
      List<Touched> touched;
      try (ObjectStore store = S3ObjectStore.open(opened.connection().store())) {
        touched = TouchedSnapshots.by(volume.id(), store);
      }
      if (wantsJson()) {
        CatalogueEntry now =
            pick(wanted, ScanLedger.read(opened.connection().kafka()).volumes(), names);
        Output.json(new Withdrawn(Row.of(now, names), withdrawn, touched));
        return ExitCode.OK;
      }
      StringBuilder text = new StringBuilder();
      text.append(
          "The volume %s %s.%n"
              .formatted(
                  volume.id(),
                  withdrawn
                      ? "is withdrawn: no later sample is cut from it"
                      : "was withdrawn before"));
      text.append(
          touched.isEmpty()
              ? "No snapshot was shaped by it.\n"
              : "It has shaped " + touched.size() + " snapshots:\n");
      for (Touched snapshot : touched) {
        text.append("  ").append(snapshot.snapshot());
        text.append(
            snapshot
                .samples()
                .map(samples -> ", " + samples + " samples\n")
                .orElse(", whose provenance can't be read\n"));
      }
      Output.text(text);
      return ExitCode.OK;
    }
  }
}
