package dev.hybridmim.evaluator.study;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a study's report: HTML for people, CSV and JSON for programs. */
public final class StudyReportWriter {
  private StudyReportWriter() {}

  /**
   * Writes a finished study's {@code report.html} and {@code report.csv} again from its {@code
   * report.json}, which holds no overlays.
   *
   * @throws StudyException when the directory has no {@code report.json} that can be read
   */
  public static void writeAgain(Path directory) throws StudyException {
    StudyFiles files = new StudyFiles(directory);
    writeForPeople(
        StudyFiles.read(files.report("json"), StudyReport.class)
            .orElseThrow(
                () -> new StudyException("There is no " + files.report("json") + " to read.")),
        files);
  }

  /** Writes {@code report.html}, {@code report.csv} and {@code report.json}. */
  public static void write(StudyReport report, Path directory) throws StudyException {
    StudyFiles files = new StudyFiles(directory);
    writeForPeople(report, files);
    StudyFiles.writeJson(files.report("json"), report.withoutOverlays());
  }

  private static void writeForPeople(StudyReport report, StudyFiles files) throws StudyException {
    StudyFiles.write(files.report("html"), new StudyPage(report).write());
    StudyFiles.write(files.report("csv"), csv(report));
  }

  private static String csv(StudyReport report) {
    StringBuilder lines =
        new StringBuilder(
            "competitor,label_fraction,training_cases,dice,dice_low,dice_high,hd95_mm,seconds_each,"
                + "cpu_seconds_each,dice_of_seeds\n");
    for (StudyReport.Row row : report.rows()) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%s,%.4f,%d,%.5f,%.5f,%.5f,%.3f,%.1f,%.1f,%s%n",
              row.competitor(),
              row.fraction(),
              row.trainingCases(),
              row.dice().mean(),
              row.dice().low(),
              row.dice().high(),
              row.hd95Mm(),
              row.secondsEach(),
              row.cpuSecondsEach(),
              row.diceOfSeeds().stream()
                  .map(dice -> String.format(Locale.ROOT, "%.5f", dice))
                  .collect(Collectors.joining(" "))));
    }
    return lines.toString();
  }
}
