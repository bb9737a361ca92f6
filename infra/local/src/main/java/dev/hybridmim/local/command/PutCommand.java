package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.Credentials;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.local.run.OpenHome;
import dev.hybridmim.local.scans.ScanDirectory;
import dev.hybridmim.local.scans.ScanIndex;
import dev.hybridmim.local.scans.ScanKeys;
import dev.hybridmim.local.scans.ScanPublisher;
import dev.hybridmim.local.scans.ScanUploader;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3MultipartUploads;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code hybridmim put}. */
@Command(
    name = "put",
    description = {
      "Puts scans into the store and announces them: files, or directories with all that is in them.",
      "An upload that was cut off goes on where it was; the same content is stored once."
    },
    mixinStandardHelpOptions = true)
final class PutCommand extends HomeCommand {
  @Parameters(arity = "1..*", paramLabel = "PATH", description = "NIfTI files, or directories.")
  private List<Path> paths;

  private PutCommand() {}

  /**
   * What became of a file.
   *
   * @param outcome {@code put}, {@code resumed}, {@code known} or {@code failed}
   * @param sentBytes that had to be sent now
   * @param problem what was wrong with a failed one
   */
  record Row(
      String file,
      String outcome,
      Optional<String> reference,
      long bytes,
      long sentBytes,
      Optional<String> problem) {}

  /** With {@code --json} this is the document. */
  record Report(List<Row> files, long put, long resumed, long known, long failed) {}

  @Override
  boolean mayMakeHome() {
    return true;
  }

  @Override
  int in(OpenHome opened, HomeLayout layout) throws InterruptedException {
    List<Path> files = files();
    String siteSecret = PrivateFiles.readJson(layout.credentials(), Credentials.class).siteSecret();
    List<Row> rows = new ArrayList<>();
    try (ObjectStore store = S3ObjectStore.open(opened.connection().store());
        S3MultipartUploads uploads = S3MultipartUploads.open(opened.connection().store());
        ScanPublisher publisher = ScanPublisher.open(opened.connection())) {
      ScanUploader uploader =
          new ScanUploader(
              siteSecret,
              ScanIndex.open(layout.scanIndex()),
              publisher,
              store,
              uploads,
              layout.uploads(),
              ScanUploader.PART_BYTES);
      UploadBar bar = new UploadBar(System.err, Boolean.getBoolean("hybridmim.terminal"));
      for (int n = 0; n < files.size(); n++) {
        bar.begin(files.get(n), n + 1, files.size());
        rows.add(put(uploader, files.get(n), bar, opened.connection().store().bucket()));
      }
      bar.end();
    }
    report(rows, opened.isRunning());
    return rows.stream().noneMatch(row -> row.problem().isPresent())
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }

  private List<Path> files() {
    // A pair belongs together, whichever half was named; twice named is once put.
    Set<Path> files = new LinkedHashSet<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        ScanDirectory directory = new ScanDirectory(path);
        directory.look().scans().forEach(scan -> files.add(scan.path()));
      } else if (Files.exists(path)) {
        ScanDirectory.otherHalf(path).ifPresent(files::add);
        files.add(path);
      } else {
        throw new RunException("There is no file or directory " + path + ".");
      }
    }
    if (files.isEmpty()) {
      throw new RunException(
          "No scans: there is no file ending in " + ScanKeys.ENDINGS_TEXT + " and no DICOM image.");
    }
    return List.copyOf(files);
  }

  /** A file that can't be put is told of and does not keep the others from being put. */
  private static Row put(ScanUploader uploader, Path file, UploadBar bar, String bucket)
      throws InterruptedException {
    try {
      ScanUploader.Result result = uploader.put(file, bar::show);
      return new Row(
          file.toString(),
          result.outcome().name().toLowerCase(Locale.ROOT),
          Optional.of(bucket + "/" + result.key()),
          result.bytes(),
          result.sentBytes(),
          Optional.empty());
    } catch (RunException e) {
      return new Row(
          file.toString(), "failed", Optional.empty(), 0, 0, Optional.of(e.getMessage()));
    }
  }

  private void report(List<Row> rows, boolean running) {
    Report report =
        new Report(
            rows,
            count(rows, "put"),
            count(rows, "resumed"),
            count(rows, "known"),
            count(rows, "failed"));
    if (wantsJson()) {
      Output.json(report);
    } else {
      Output.text(
          String.format(
              "%d put, %d resumed, %d known already%s%n",
              report.put(),
              report.resumed(),
              report.known(),
              running ? "." : "; the next run prepares them."));
    }
    rows.forEach(row -> row.problem().ifPresent(System.err::println));
  }

  private static long count(List<Row> rows, String outcome) {
    return rows.stream().filter(row -> row.outcome().equals(outcome)).count();
  }

  /** How much there is to put is known before anything is sent. */
  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
