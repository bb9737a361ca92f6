package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.StudyException;
import dev.hybridmim.evaluator.study.StudyReportWriter;
import dev.hybridmim.local.RunException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hybridmim study report}. */
@Command(
    name = "report",
    description = {
      "Writes the page and the table of a study again from its report.json, without planes of scans:",
      "that file holds none."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Directory with a report.json.")
  private Path directory;

  private StudyReportCommand() {}

  @Override
  public Integer call() {
    try {
      StudyReportWriter.writeAgain(directory);
    } catch (StudyException unreadable) {
      throw new RunException(unreadable.getMessage(), unreadable);
    }
    Output.text("The report is " + directory.resolve("report.html") + "\n");
    return 0;
  }
}
