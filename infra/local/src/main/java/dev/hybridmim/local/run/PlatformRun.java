package dev.hybridmim.local.run;

import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.DiskSpace;
import dev.hybridmim.local.home.FullDiskException;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.LauncherLog;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.scans.ScanDirectory;
import dev.hybridmim.local.scans.ScanIndex;
import dev.hybridmim.local.scans.ScanKeys;
import dev.hybridmim.local.scans.ScanPublisher;
import dev.hybridmim.local.scans.ScanWatcher;
import dev.hybridmim.local.tasks.TaskRegistry;
import dev.hybridmim.local.view.ProgressDisplay;
import dev.hybridmim.local.view.RunIdentity;
import dev.hybridmim.local.view.RunView;
import dev.hybridmim.local.view.Summary;
import dev.hybridmim.local.view.SummaryJson;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * One run of the platform, as this package's documentation describes it.
 *
 * <p>What flows in is a {@link RunRequest}, what comes out a {@link Summary} whose state says
 * whether the job was done: {@code FINISHED}, {@code FAILED} with a sentence, or {@code
 * INTERRUPTED}. Whatever happens, no process that was started is left.
 */
public final class PlatformRun {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration BETWEEN_FILES = Duration.ofSeconds(2);
  private static final Duration INTAKE_READY = Duration.ofSeconds(60);
  private static final Duration CATCH_UP = Duration.ofSeconds(60);

  /** A step may take long, and the state of a large network minutes to write. */
  private static final Duration LAST_SNAPSHOT = Goal.LONGEST_STEP.plusMinutes(5);

  private static final Duration PIPELINES_STOP = Duration.ofSeconds(15);
  private static final Duration SCORES = Duration.ofMinutes(45);
  private static final Duration DECISIONS = Duration.ofMinutes(10);

  private final RunRequest request;
  private final ProgressDisplay display;
  private final Interruption interruption;
  private final Profile profile;
  private final ScanDirectory scans;
  private final List<SegmentationTask> tasks;
  private final RunIdentity identity;
  private final long began = System.nanoTime();

  private Supervisor supervisor;
  private RunView view;
  private ScanWatcher watcher;
  private Goal goal;
  private Summary.State state = Summary.State.STARTING;
  private Summary last;
  private long fileWrittenAt;

  private PlatformRun(RunRequest request, ProgressDisplay display, Interruption interruption) {
    this.interruption = interruption;
    this.request = request;
    this.display = display;
    this.profile = profile(request.profile());
    this.scans = scansIn(request);
    this.tasks = tasks(request);
    this.identity = identity();
    this.last = identity.empty(Summary.State.STARTING, Optional.empty());
  }

  /**
   * Runs the platform until it is done.
   *
   * @param interruption of the calling thread; closed by the caller when it has reported
   * @throws RunException when the request can't be carried out and nothing was started
   */
  public static Summary run(
      RunRequest request, ProgressDisplay display, Interruption interruption) {
    PlatformRun run = new PlatformRun(request, display, interruption);
    try (Home home = Home.open(request.home())) {
      LauncherLog.into(home.layout());
      SummaryJson.readFile(home.layout().summary()).ifPresent(run::begin);
      SummaryJson.writeFile(home.layout().summary(), run.last);
      Summary summary = run.in(home);
      SummaryJson.writeFile(home.layout().summary(), summary);
      return summary;
    }
  }

  private void begin(Summary earlier) {
    last = identity.after(earlier, Summary.State.STARTING, Optional.empty());
  }

  private Summary in(Home home) {
    try (Supervisor started = new Supervisor(home.layout())) {
      supervisor = started;
      return supervised(home);
    } catch (InterruptedException e) {
      return ended(Summary.State.INTERRUPTED, Optional.empty());
    } catch (RunException e) {
      return failed(e);
    } catch (UncheckedIOException e) {
      return failed(new RunException(e.getMessage() + ": " + e.getCause(), e));
    }
  }

  private Summary failed(RunException failure) {
    Summary.State how =
        interruption.isRequested() ? Summary.State.INTERRUPTED : Summary.State.FAILED;
    return ended(how, Optional.of(sentence(failure)));
  }

  /**
   * On a full disk anything may fail first, but the disk is what the user can do something about.
   */
  private String sentence(RunException failure) {
    try {
      DiskSpace.require(request.home().root(), DiskSpace.NEEDED_TO_GO_ON);
      return failure.getMessage();
    } catch (FullDiskException e) {
      return e.getMessage();
    }
  }

  private Summary supervised(Home home) throws InterruptedException {
    Modules modules = Modules.installed();
    Parts parts = new Parts(home, modules, profileArgument(), request.elsewhere().flink());
    Optional<FlinkCluster> cluster =
        request.elsewhere().flink().map(address -> new FlinkCluster(address, parts.jobNames()));
    if (cluster.isPresent()) {
      cluster.get().cancelJobs();
    }
    display.say(
        "Home "
            + home.layout().root()
            + ", profile "
            + profile.name()
            + ", logs "
            + home.layout().logs());
    Connection connection =
        new Services(home, modules, request.elsewhere(), System.getenv()).start(supervisor);
    excludeHeldBackImages(connection);
    ScanIndex index = ScanIndex.open(home.layout().scanIndex());
    try (RunView following = new RunView(identity, connection, home.layout().trainer(), index);
        ScanPublisher publisher = ScanPublisher.open(connection);
        ScanWatcher watching =
            new ScanWatcher(scans, home.credentials().siteSecret(), index, publisher)) {
      view = following;
      watcher = watching;
      view.start();
      view.catchUp(CATCH_UP);
      goal = new Goal(request.bound(), !tasks.isEmpty(), look(), elapsed());
      watcher.start();
      return trainAndStop(home, parts, cluster);
    }
  }

  private Summary trainAndStop(Home home, Parts parts, Optional<FlinkCluster> cluster)
      throws InterruptedException {
    List<ManagedProcess> pipelines = new ArrayList<>();
    if (request.intake().isPresent()) {
      ManagedProcess intake = supervisor.start(parts.intake(supervisor, request.intake().get()));
      pipelines.add(intake);
      display.say("Listening for " + intake.awaitReady(INTAKE_READY).replace("\n", " and "));
    }
    pipelines.add(supervisor.start(parts.ingest()));
    pipelines.add(supervisor.start(parts.augment()));
    if (!tasks.isEmpty()) {
      pipelines.add(
          supervisor.start(
              parts.evaluator(tasks.stream().map(SegmentationTask::directory).toList())));
    }
    ManagedProcess trainer =
        supervisor.start(parts.trainer(request.initialWeights(), request.metricsPort()));
    state = Summary.State.RUNNING;
    try {
      tickUntil(() -> goal.isTrainingOver(last, elapsed()), this::checkProgress);
      finish(trainer);
    } catch (InterruptedException e) {
      // Ctrl-C: from here on nothing is awaited any more but the processes' own ends.
      interruption.letStopInOrder();
    }
    if (interruption.isRequested()) {
      interruption.letStopInOrder();
      trainer.stop(Interruption.LAST_SNAPSHOT);
    }
    view.catchUp(CATCH_UP);
    stop(pipelines);
    if (cluster.isPresent()) {
      cluster.get().cancelJobs();
    }
    if (interruption.isRequested()) {
      return ended(Summary.State.INTERRUPTED, Optional.empty());
    }
    Optional<String> missing = goal.missing(look());
    return ended(missing.isEmpty() ? Summary.State.FINISHED : Summary.State.FAILED, missing);
  }

  /** The trainer's last snapshot, its score, and the fate of every scan. */
  private void finish(ManagedProcess trainer) throws InterruptedException {
    if (interruption.isRequested()) {
      return;
    }
    state = Summary.State.FINISHING;
    display.say("Training is over; the trainer writes its last snapshot.");
    trainer.askToStop();
    tickUntil(() -> !trainer.isAlive(), LAST_SNAPSHOT);
    if (!trainer.stop(Duration.ZERO)) {
      throw new RunException(
          "The trainer did not end in order: see its log "
              + request.home().log(Parts.TRAINER)
              + ".");
    }
    view.catchUp(CATCH_UP);
    if (goal.awaitsScores()) {
      tickUntil(() -> goal.isLastSnapshotDecided(last), SCORES);
    }
    tickUntil(() -> isEveryScanDecided(last), DECISIONS);
  }

  private void stop(List<ManagedProcess> pipelines) throws InterruptedException {
    interruption.letStopInOrder();
    pipelines.forEach(ManagedProcess::askToStop);
    for (ManagedProcess pipeline : pipelines) {
      pipeline.stop(PIPELINES_STOP);
    }
  }

  private void checkProgress() {
    if (request.intake().isPresent() && last.scans().prepared() == 0) {
      // The first series may come at any time.
      return;
    }
    if (isEveryScanDecided(last) && last.scans().prepared() == 0) {
      throw new RunException(goal.missing(last).orElseThrow());
    }
    if (goal.isStalled(elapsed())) {
      throw new RunException(
          "No step was trained for "
              + Goal.LONGEST_STEP.toMinutes()
              + " minutes: see the logs of augment and trainer in "
              + request.home().logs()
              + ".");
    }
  }

  private boolean isEveryScanDecided(Summary summary) {
    return watcher.state().settled()
        && summary.scans().arrived() == summary.scans().prepared() + summary.scans().rejected();
  }

  private void tickUntil(BooleanSupplier done, Duration deadline) throws InterruptedException {
    Duration end = elapsed().plus(deadline);
    tickUntil(() -> done.getAsBoolean() || elapsed().compareTo(end) > 0, () -> {});
  }

  /**
   * Watches, shows and writes down what happens until something is done or an end was asked for.
   */
  private void tickUntil(BooleanSupplier done, Runnable check) throws InterruptedException {
    while (!interruption.isRequested() && !done.getAsBoolean()) {
      Thread.sleep(TICK.toMillis());
      supervisor.check();
      look();
      goal.see(last, elapsed());
      check.run();
      display.show(last);
      if (System.nanoTime() - fileWrittenAt > BETWEEN_FILES.toNanos()) {
        DiskSpace.require(request.home().root(), DiskSpace.NEEDED_TO_GO_ON);
        SummaryJson.writeFile(request.home().summary(), last);
        fileWrittenAt = System.nanoTime();
      }
    }
  }

  private Summary look() {
    last = view.summary(state, Optional.empty(), watcher.state().ignored());
    return last;
  }

  private Summary ended(Summary.State how, Optional<String> problem) {
    if (view != null) {
      last = view.summary(how, problem, last.scans().ignored());
    } else {
      last = identity.after(last, how, problem);
    }
    return last;
  }

  private void excludeHeldBackImages(Connection connection) throws InterruptedException {
    for (SegmentationTask task : tasks) {
      List<String> ids = HeldBackImages.of(task, profile.evaluator());
      HeldBackImages.exclude(connection.kafka(), ids, task.name());
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /**
   * A child has the same working directory, but an absolute path says in its log what was meant.
   */
  private String profileArgument() {
    return Profiles.builtIn().contains(request.profile())
        ? request.profile()
        : Path.of(request.profile()).toAbsolutePath().normalize().toString();
  }

  private RunIdentity identity() {
    HomeLayout home = request.home();
    Map<String, String> where = new TreeMap<>();
    where.put("home", home.root().toString());
    where.put("logs", home.logs().toString());
    where.put("connection", home.connection().toString());
    where.put("metrics", home.trainer().resolve("metrics.jsonl").toString());
    where.put(
        "objects",
        request.elsewhere().store().map(Object::toString).orElse(home.store().toString()));
    return new RunIdentity(
        home.root().toString(),
        profile.name(),
        tasks.isEmpty()
            ? Optional.empty()
            : Optional.of(
                tasks.stream().map(SegmentationTask::name).collect(Collectors.joining(", "))),
        Instant.now(),
        where);
  }

  private static Profile profile(String nameOrFile) {
    try {
      return Profiles.load(nameOrFile);
    } catch (InvalidProfileException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private static ScanDirectory scansIn(RunRequest request) {
    ScanDirectory scans = new ScanDirectory(request.scans());
    if (request.intake().isEmpty() && scans.look().count() == 0) {
      throw new RunException(
          "No scans: there is no file ending in "
              + ScanKeys.ENDINGS_TEXT
              + " and no DICOM image in or below "
              + scans.root()
              + ".");
    }
    return scans;
  }

  /** The task that was given and those that are registered; the same data are scored on once. */
  private static List<SegmentationTask> tasks(RunRequest request) {
    Map<String, SegmentationTask> tasks = new LinkedHashMap<>();
    request.task().map(PlatformRun::openTask).ifPresent(task -> tasks.put(task.name(), task));
    for (Path directory : new TaskRegistry(request.home()).directories()) {
      SegmentationTask task = openTask(directory);
      tasks.putIfAbsent(task.name(), task);
    }
    return List.copyOf(tasks.values());
  }

  private static SegmentationTask openTask(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new RunException("The directory of the task " + directory + " does not exist.");
    }
    try {
      return SegmentationTask.open(directory.toAbsolutePath().normalize());
    } catch (InvalidTaskException e) {
      throw new RunException("The task in " + directory + " can't be used: " + e.getMessage(), e);
    }
  }
}
