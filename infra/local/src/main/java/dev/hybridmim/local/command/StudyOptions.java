package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.Competitor;
import dev.hybridmim.evaluator.study.Competitors;
import dev.hybridmim.evaluator.study.ProfileChanges;
import dev.hybridmim.evaluator.study.Study;
import dev.hybridmim.evaluator.study.StudyException;
import dev.hybridmim.evaluator.study.StudyOutcome;
import dev.hybridmim.evaluator.study.StudyPlan;
import dev.hybridmim.evaluator.study.StudyReport;
import dev.hybridmim.evaluator.study.StudyReportWriter;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.learn.ProcessPretrainer;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What all studies are asked with. */
final class StudyOptions {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int TRIES = 3;

  /** For studies whose seconds are their result. */
  static final int ONE_AFTER_THE_OTHER = 1;

  private static final int AS_MANY_AS_FIT = 0;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "DIR",
      description = "Labelled task in the layout of the Medical Segmentation Decathlon.")
  private Path task;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Results and report. The same command with the same directory goes on.")
  private Path out;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "laptop",
      description = "How to prepare, pre-train, fine-tune and score. Default: ${DEFAULT-VALUE}")
  private String profile;

  @Option(
      names = "--fold",
      paramLabel = "F",
      defaultValue = "0",
      description = "Which cases are held back. Default: ${DEFAULT-VALUE}")
  private int fold;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many fine-tunings of every kind. Default: ${DEFAULT-VALUE}")
  private int seeds;

  @Option(
      names = "--pretrain-steps",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Of every pre-training. Default: ${DEFAULT-VALUE}")
  private int pretrainSteps;

  @Option(
      names = "--fine-tune-steps",
      paramLabel = "N",
      defaultValue = "200",
      description = "Of every fine-tuning. Default: ${DEFAULT-VALUE}")
  private int fineTuneSteps;

  @Option(
      names = "--budget",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "Multiplies both, to have a quick look. Default: ${DEFAULT-VALUE}")
  private double budget;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "0",
      description = "Processes at once; 0: as many as there are processors for. Default: 0")
  private int workers;

  @Option(
      names = "--worker-heap",
      paramLabel = "MIB",
      defaultValue = "1024",
      description = "Java heap of a process. Default: ${DEFAULT-VALUE}")
  private int heapMebibytes;

  @Option(
      names = "--competitors-file",
      paramLabel = "FILE",
      description = "Competitors of your own, as YAML. Default: the list that comes with it.")
  private Path competitorsFile;

  @Option(
      names = "--no-overlays",
      description = "Leave planes of scans out of the report, so that it can be passed on.")
  private boolean plain;

  @Mixin private JsonOption json;

  /** Which of a list of competitors a study compares. */
  @FunctionalInterface
  interface Choice {
    List<Competitor> of(List<Competitor> all) throws StudyException;
  }

  /** Runs a study and writes its report. */
  int run(String kind, String title, Choice choice, List<Double> fractions)
      throws InterruptedException {
    return run(kind, title, choice, fractions, AS_MANY_AS_FIT);
  }

  /**
   * Runs a study with so many processes at once.
   *
   * @param processes 0: as asked for
   */
  int run(String kind, String title, Choice choice, List<Double> fractions, int processes)
      throws InterruptedException {
    require(seeds >= 1, "--seeds must be 1 or more.");
    require(budget > 0, "--budget must be above 0.");
    require(
        pretrainSteps >= 1 && fineTuneSteps >= 1,
        "--pretrain-steps and --fine-tune-steps must be 1 or more.");
    require(workers >= 0, "--workers must not be negative.");
    require(fold >= 0, "--fold must not be negative.");
    try {
      Profile loaded = Profiles.load(profile);
      StudyPlan plan =
          new StudyPlan(
              kind,
              loaded,
              fold,
              choice.of(
                  competitorsFile == null
                      ? Competitors.builtIn("competitors")
                      : Competitors.read(competitorsFile)),
              fractions,
              LongStream.rangeClosed(1, seeds).boxed().toList(),
              scaled(pretrainSteps),
              scaled(fineTuneSteps));
      StudyReport report = run(plan, title, processes);
      StudyReportWriter.write(plain ? report.withoutOverlays() : report, out);
      if (json.isWanted()) {
        Output.json(report.withoutOverlays());
      } else {
        Output.text(report.table());
        Output.text("The report is " + out.resolve("report.html") + "\n");
      }
      return 0;
    } catch (InvalidTaskException
        | InvalidProfileException
        | StudyException
        | IllegalArgumentException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private StudyReport run(StudyPlan plan, String title, int processes)
      throws InvalidTaskException, StudyException, InterruptedException {
    WorkerSettings settings =
        new WorkerSettings(out.toAbsolutePath().toString(), heapMebibytes, LONGEST, TRIES);
    long started = System.nanoTime();
    Study study =
        new Study(
            plan,
            SegmentationTask.read(task.toAbsolutePath().normalize()),
            out.toAbsolutePath().normalize(),
            new ProcessPretrainer(settings),
            settings,
            processes > 0 ? processes : processes(plan.profile()),
            sentence -> System.err.println(sentence));
    StudyOutcome outcome = study.run();
    study.tidy();
    return StudyReport.of(title, plan, outcome, commandLine(), (System.nanoTime() - started) / 1e9);
  }

  /** The competitors whose settings fit the profile; what is left out is said. */
  List<Competitor> fitting(List<Competitor> all) throws StudyException {
    Profile loaded = Profiles.load(profile);
    List<Competitor> fitting = new ArrayList<>();
    for (Competitor competitor : all) {
      try {
        ProfileChanges.apply(loaded, competitor.changes());
        fitting.add(competitor);
      } catch (StudyException misfit) {
        System.err.println(competitor.name() + " is left out: " + misfit.getMessage());
      }
    }
    return fitting;
  }

  private int processes(Profile loaded) {
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = loaded.evaluator().threads() == 0 ? processors : loaded.evaluator().threads();
    return workers > 0 ? workers : Math.max(1, processors / threads);
  }

  private int scaled(int steps) {
    return (int) Math.max(1, Math.round(steps * budget));
  }

  private String commandLine() {
    return "hybridmim "
        + String.join(" ", command.root().commandLine().getParseResult().originalArgs());
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new RunException(sentence);
    }
  }

  /** A percentage such as {@code 10}, given with an option, as a share. */
  static double share(String option, double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new RunException(
          String.format(
              Locale.ROOT, "%s takes percentages above 0 up to 100, not %s.", option, percent));
    }
    return percent / 100;
  }
}
