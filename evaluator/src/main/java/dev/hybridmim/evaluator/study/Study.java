package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.report.SettingsDigest;
import dev.hybridmim.evaluator.study.StudyPlan.Arm;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.SplitSettings;
import dev.hybridmim.evaluator.task.TaskDigest;
import dev.hybridmim.evaluator.task.TaskSplit;
import dev.hybridmim.evaluator.worker.WorkRequest;
import dev.hybridmim.evaluator.worker.WorkResult;
import dev.hybridmim.evaluator.worker.WorkerFailedException;
import dev.hybridmim.evaluator.worker.WorkerProcess;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a study: every pre-training that its competitors need, then every fine-tuning, each in a
 * process of its own, several at once.
 *
 * <p>Guarantees: what is finished is kept and never computed again, also when this process is
 * killed; what was being worked on goes on from its own checkpoint. Equal plans give equal numbers.
 */
public final class Study {
  /** Of so many held-back cases a plane is kept for the report. */
  private static final int OVERLAYS = 4;

  private final StudyPlan plan;
  private final SegmentationTask task;
  private final StudyFiles files;
  private final Pretrainer pretrainer;
  private final FineTuner fineTuner;
  private final int parallel;
  private final StudyProgress progress;
  private final String taskDigest;

  /**
   * @param task read and found sound
   * @param out the study's directory
   * @param workers how fine-tunings are run; their directory is the study's
   * @param parallel processes at once
   */
  public Study(
      StudyPlan plan,
      SegmentationTask task,
      Path out,
      Pretrainer pretrainer,
      WorkerSettings workers,
      int parallel,
      StudyProgress progress) {
    this(plan, task, out, pretrainer, FineTuner.of(below(out, workers)), parallel, progress);
  }

  Study(
      StudyPlan plan,
      SegmentationTask task,
      Path out,
      Pretrainer pretrainer,
      FineTuner fineTuner,
      int parallel,
      StudyProgress progress) {
    this.plan = plan;
    this.task = task;
    this.files = new StudyFiles(out);
    this.pretrainer = pretrainer;
    this.fineTuner = fineTuner;
    this.parallel = parallel;
    this.progress = progress;
    this.taskDigest = TaskDigest.of(task);
  }

  /**
   * Runs what is not finished yet.
   *
   * @return everything, in the plan's order
   * @throws StudyException when the directory is another study's, or a run can't be done
   */
  public StudyOutcome run() throws StudyException, InterruptedException, InvalidTaskException {
    claimDirectory();
    TaskSplit split = split(1);
    // Refuses now what no worker could divide.
    plan.fractions().forEach(this::split);
    PretrainingImages images = PretrainingImages.of(task, split);
    StudyClock clock = new StudyClock(plan.arms().size(), progress);
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    try {
      Map<String, Future<Pretrained>> byKey = new LinkedHashMap<>();
      Map<String, String> keys = new LinkedHashMap<>();
      Map<String, Future<Pretrained>> pretrained = new LinkedHashMap<>();
      for (Competitor competitor : plan.competitors()) {
        if (competitor.pretraining() != Competitor.Pretraining.NONE) {
          Profile profile = ProfileChanges.apply(plan.profile(), competitor.changes());
          Optional<Future<Pretrained>> before = competitor.archive().after().map(pretrained::get);
          String key = pretrainingKey(competitor, profile, images, keys);
          // Competitors that differ only in fine-tuning share their pre-training.
          Callable<Pretrained> work =
              () -> pretrain(competitor, profile, key, before, images, clock);
          Future<Pretrained> future = byKey.computeIfAbsent(key, unseen -> pool.submit(work));
          keys.put(competitor.name(), key);
          pretrained.put(competitor.name(), future);
        }
      }
      Map<Arm, Future<ArmResult>> arms = new LinkedHashMap<>();
      // Those that wait for nothing first: they keep the other processors busy meanwhile.
      for (boolean waits : new boolean[] {false, true}) {
        for (Arm arm : plan.arms()) {
          Future<Pretrained> first = pretrained.get(arm.competitor().name());
          if ((first != null) == waits) {
            arms.put(arm, pool.submit(() -> fineTune(arm, Optional.ofNullable(first), clock)));
          }
        }
      }
      List<Pretrained> begun = new ArrayList<>();
      for (Future<Pretrained> each : byKey.values()) {
        begun.add(await(each));
      }
      Map<Arm, ArmResult> results = new LinkedHashMap<>();
      for (Map.Entry<Arm, Future<ArmResult>> each : arms.entrySet()) {
        results.put(each.getKey(), await(each.getValue()));
      }
      return new StudyOutcome(
          task.name(),
          taskDigest,
          task.labelNames(),
          split.heldBack().size(),
          images.cases().size(),
          images.heldBackCopies(),
          task.cases().size(),
          begun,
          plan.arms().stream().map(results::get).toList());
    } finally {
      pool.shutdownNow();
    }
  }

  private static WorkerSettings below(Path out, WorkerSettings workers) {
    return new WorkerSettings(
        new StudyFiles(out).work().toString(),
        workers.heapMebibytes(),
        workers.timeout(),
        workers.tries());
  }

  private void claimDirectory() throws StudyException {
    StudyIdentity own =
        new StudyIdentity(plan.kind(), task.name(), taskDigest, plan.fold(), plan.profile().name());
    Optional<StudyIdentity> there = StudyFiles.read(files.identity(), StudyIdentity.class);
    if (there.isPresent() && !there.get().equals(own)) {
      throw new StudyException(
          "The directory "
              + files.directory()
              + " holds another study ("
              + there.get()
              + ", not "
              + own
              + "); name another one with --out.");
    }
    if (there.isEmpty() && isFull(files.directory())) {
      throw new StudyException(
          "The directory "
              + files.directory()
              + " holds files that are no study's; name an empty or a new one with --out.");
    }
    StudyFiles.writeJson(files.identity(), own);
  }

  private static boolean isFull(Path directory) throws StudyException {
    if (!Files.exists(directory)) {
      return false;
    }
    try (var entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    } catch (IOException exception) {
      throw new StudyException(
          directory + " is no directory that can be read; name another one with --out.", exception);
    }
  }

  private TaskSplit split(double fraction) {
    EvaluatorProfile evaluator = plan.profile().evaluator();
    return TaskSplit.of(
        task, SplitSettings.of(evaluator.withWork(fraction, evaluator.seed()), plan.fold()));
  }

  private String pretrainingKey(
      Competitor competitor, Profile profile, PretrainingImages images, Map<String, String> keys) {
    Map<String, Object> depends = new LinkedHashMap<>();
    depends.put("procedure", StudyKeys.PROCEDURE);
    depends.put("ingest", profile.ingest());
    depends.put("augment", profile.augment());
    depends.put("network", profile.network());
    depends.put("trainer", profile.trainer());
    depends.put("steps", steps(competitor));
    depends.put("images", competitor.archive().of(images.contentIds()));
    competitor.archive().after().ifPresent(name -> depends.put("after", keys.get(name)));
    return StudyKeys.of(depends);
  }

  private int steps(Competitor competitor) {
    return plan.pretrainSteps() * competitor.archive().rounds();
  }

  private Pretrained pretrain(
      Competitor competitor,
      Profile profile,
      String key,
      Optional<Future<Pretrained>> before,
      PretrainingImages images,
      StudyClock clock)
      throws StudyException, InterruptedException {
    Optional<String> initial =
        before.isPresent() ? Optional.of(await(before.get()).weights()) : Optional.empty();
    Path directory = files.pretraining(key);
    Path result = directory.resolve("result.json");
    Optional<PretrainingResult> stored = StudyFiles.read(result, PretrainingResult.class);
    if (stored.isEmpty()) {
      clock.begin("pre-training " + competitor.name(), directory);
      PretrainingResult made =
          pretrainer.pretrain(
              new PretrainingRequest(
                  profile, competitor.archive().of(images.files()), steps(competitor), initial),
              directory);
      StudyFiles.writeJson(result, made);
      clock.end("pre-training " + competitor.name());
      stored = Optional.of(made);
    }
    return new Pretrained(
        competitor.name(), key, directory.resolve(Pretrainer.WEIGHTS).toString(), stored.get());
  }

  private ArmResult fineTune(Arm arm, Optional<Future<Pretrained>> first, StudyClock clock)
      throws StudyException, InterruptedException {
    Optional<Pretrained> begin =
        first.isPresent() ? Optional.of(await(first.get())) : Optional.empty();
    Profile profile = fineTuningProfile(arm);
    Map<String, Object> depends = new LinkedHashMap<>();
    depends.put("procedure", StudyKeys.PROCEDURE);
    depends.put("settings", SettingsDigest.of(taskDigest, plan.fold(), profile));
    depends.put("weights", begin.map(Pretrained::key));
    depends.put("overlays", OVERLAYS);
    String key = StudyKeys.of(depends);
    Optional<ArmResult> stored = StudyFiles.read(files.arm(key), ArmResult.class);
    if (stored.isPresent()) {
      clock.found();
      // Another study's competitor may have been the same by another name.
      return new ArmResult(
          arm.competitor().name(), arm.fraction(), arm.seed(), key, stored.get().result());
    }
    WorkRequest request =
        new WorkRequest(
            task.directory().toAbsolutePath().toString(),
            plan.fold(),
            profile,
            begin.map(Pretrained::weights),
            Optional.empty(),
            OVERLAYS);
    clock.begin(arm.toString(), fineTuner.directory(request));
    ArmResult result =
        new ArmResult(arm.competitor().name(), arm.fraction(), arm.seed(), key, work(request, arm));
    StudyFiles.writeJson(files.arm(key), result);
    clock.done(arm.toString(), result.result().outcome());
    return result;
  }

  private Profile fineTuningProfile(Arm arm) throws StudyException {
    Map<String, Object> changes = new LinkedHashMap<>();
    arm.competitor()
        .changes()
        .forEach(
            (key, value) -> {
              if (!key.startsWith("trainer.") && !key.startsWith("augment.")) {
                changes.put(key, value);
              }
            });
    changes.put("evaluator.fineTuneSteps", plan.fineTuneSteps());
    Profile changed = ProfileChanges.apply(plan.profile(), changes);
    return new Profile(
        changed.name(),
        changed.description(),
        changed.ingest(),
        changed.augment(),
        changed.network(),
        changed.trainer(),
        changed.evaluator().withWork(arm.fraction(), arm.seed()));
  }

  private WorkResult work(WorkRequest request, Arm arm)
      throws StudyException, InterruptedException {
    try {
      return fineTuner.run(request);
    } catch (WorkerFailedException failure) {
      throw new StudyException(
          "The fine-tuning " + arm + " failed: " + failure.getMessage(), failure);
    }
  }

  private static <T> T await(Future<T> future) throws StudyException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof StudyException known) {
        throw known;
      }
      if (failure.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (failure.getCause() instanceof RuntimeException unforeseen) {
        throw unforeseen;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  /** Removes what a finished study needs no more. */
  public void tidy() throws StudyException {
    try {
      if (Files.isDirectory(files.work())) {
        WorkerProcess.delete(files.work());
      }
    } catch (IOException exception) {
      throw new StudyException("The directory " + files.work() + " can't be removed.", exception);
    }
  }

  /** What a directory of results belongs to. */
  record StudyIdentity(String kind, String task, String taskDigest, int fold, String profile) {
    @Override
    public String toString() {
      return kind + " of " + task + ", fold " + fold + ", profile " + profile;
    }
  }
}
