package dev.hybridmim.evaluator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.hybridmim.evaluator.adapter.Preset;
import dev.hybridmim.evaluator.metric.Dice;
import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.network.FineTunedNetwork;
import dev.hybridmim.evaluator.predict.Predictor;
import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.report.EarlyStopReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.task.ChannelImages;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.SplitSettings;
import dev.hybridmim.evaluator.task.TaskSplit;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.SmallTumours;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.evaluator.testing.TestSnapshots;
import dev.hybridmim.evaluator.worker.WorkerFailedException.Reason;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.prepare.LabelVolume;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.EarlyStopProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.testing.TestData;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real worker processes: what they compute, and how they end. */
class WorkerIT {
  private static final int MANY_STEPS = 1_000_000;
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path directory;

  @Test
  void scoresAFewHippocampi() throws Exception {
    Path task = fewHippocampi();
    Profile profile = TestProfiles.withBudget(3);
    WorkResult result = worker(LONG, 1).run(request(task, profile));
    assertThat(result.trainingCases()).isEqualTo(3);
    assertThat(result.heldBackCases()).isEqualTo(3);
    assertThat(result.outcome().losses()).hasSize(3).allMatch(Double::isFinite);
    assertThat(result.outcome().classes())
        .extracting(ClassReport::name)
        .containsExactly("Anterior", "Posterior");
    assertThat(result.outcome().dice().orElseThrow()).isBetween(0.0, 1.0);
    assertThat(result.outcome().cpuSeconds()).isPositive();
    assertThat(directory.resolve("work")).isDirectoryNotContaining("glob:**/work-*");
    assertThat(directory.resolve("work/prepared")).isDirectoryContaining("glob:**.safetensors");
  }

  @Test
  void learnsAnEasyTaskAndBeginsWithTheGivenWeights() throws Exception {
    Path task = SmallTask.write(directory.resolve("task"), 8).directory();
    Profile profile = TestProfiles.withBudget(120);
    OutcomeReport scratch = worker(LONG, 1).run(request(task, profile)).outcome();
    assertThat(scratch.dice().orElseThrow()).isGreaterThan(0.8);
    assertThat(scratch.transfer().taken()).isEmpty();
    OutcomeReport again = worker(LONG, 1).run(request(task, profile)).outcome();
    assertThat(again.losses()).isEqualTo(scratch.losses());
    assertThat(again.classes()).isEqualTo(scratch.classes());

    Path weights = directory.resolve("weights.safetensors");
    SafetensorsWriter.write(weights, TestSnapshots.pretrainingWeights(profile, 5), Map.of());
    WorkRequest request =
        new WorkRequest(
            task.toString(), 0, profile, Optional.of(weights.toString()), Optional.empty());
    OutcomeReport pretrained = worker(LONG, 1).run(request).outcome();
    assertThat(pretrained.losses()).isNotEqualTo(scratch.losses());
    assertThat(pretrained.transfer().missing())
        .as("only the last layer has another shape")
        .containsExactlyInAnyOrder("decoder_pred.weight", "decoder_pred.bias");
    assertThat(pretrained.transfer().taken())
        .anyMatch(name -> name.startsWith("downs."))
        .anyMatch(name -> name.startsWith("ups."));
    assertThat(pretrained.transfer().left()).isNotEmpty();
  }

  /** As BraTS: one-channel weights, four sequences, nested regions, an early stop, a prediction. */
  @Test
  void fourSequencesWithNestedRegionsAreLearntAndPredicted() throws Exception {
    Path scans = directory.resolve("tumours");
    SmallTumours.write(scans, 6);
    Path registered = Files.createDirectories(directory.resolve("task"));
    Json.mapper()
        .writeValue(
            registered.resolve("dataset.json").toFile(), Preset.BRATS2020.describe(scans, ""));
    SegmentationTask task = SegmentationTask.read(registered);
    Profile base = TestProfiles.withBudget(90);
    Profile profile =
        base.withEvaluator(base.evaluator().withEarlyStop(new EarlyStopProfile(0.25, 30, 3)));
    Path weights = directory.resolve("weights.safetensors");
    SafetensorsWriter.write(weights, TestSnapshots.pretrainingWeights(profile, 5), Map.of());
    Path network = directory.resolve("network.safetensors");
    WorkResult result =
        worker(LONG, 1)
            .run(
                new WorkRequest(
                    registered.toString(),
                    0,
                    profile,
                    Optional.of(weights.toString()),
                    Optional.of(network.toString())));

    OutcomeReport outcome = result.outcome();
    assertThat(result.trainingCases()).isEqualTo(2);
    assertThat(result.heldBackCases()).isEqualTo(3);
    assertThat(outcome.transfer().adapted()).as("the stem sees four channels").isNotEmpty();
    assertThat(outcome.transfer().taken()).isNotEmpty();
    assertThat(outcome.classes())
        .extracting(ClassReport::name)
        .containsExactly("whole tumour", "tumour core", "enhancing tumour");
    assertThat(outcome.classes())
        .allSatisfy(region -> assertThat(region.dice().orElseThrow()).isGreaterThan(0.6));
    EarlyStopReport stop = outcome.earlyStop().orElseThrow();
    assertThat(stop.validationCases()).isEqualTo(1);
    assertThat(stop.looks()).hasSize(3);

    LabelledCase heldBack =
        TaskSplit.of(task, SplitSettings.of(profile.evaluator(), 0)).heldBack().get(0);
    ReadLimits limits = ReadLimits.ofThisProcess(5);
    LabelVolume predicted =
        new Predictor(
                new FineTunedNetwork(
                    FineTunedNetwork.VERSION,
                    task.name(),
                    "run",
                    1,
                    "",
                    task.modality(),
                    task.channels(),
                    task.labels(),
                    profile,
                    "",
                    0,
                    ""),
                network)
            .segment(ChannelImages.read(heldBack.images(), 4, "scan", limits), limits)
            .labels();
    LabelVolume truth =
        LabelVolume.of(NiftiReader.read(heldBack.labels(), "labels", limits), "labels");
    assertThat(predicted.shape()).containsExactly(truth.shape());
    assertThat(new LabelMap(predicted.shape(), predicted.labels()).histogram()[3]).isZero();
    for (int region = 1; region <= 3; region++) {
      double scored = outcome.cases().get(0).classes().get(region - 1).dice().orElseThrow();
      assertThat(Dice.of(region(predicted, task, region), region(truth, task, region), 1))
          .as("region %d", region)
          .isCloseTo(scored, within(0.02));
    }
  }

  private static LabelMap region(LabelVolume numbers, SegmentationTask task, int region) {
    return task.labels()
        .select(new LabelMap(numbers.shape(), task.labels().encode(numbers.labels())), region);
  }

  @Test
  void aKilledWorkerIsTriedAgainAndThenGivenUp() throws Exception {
    Path task = SmallTask.write(directory.resolve("task"), 4).directory();
    CompletableFuture<WorkResult> run =
        start(worker(LONG, 2), request(task, TestProfiles.withBudget(MANY_STEPS)));
    ProcessHandle first = awaitWorker(Optional.empty());
    first.destroyForcibly();
    ProcessHandle second = awaitWorker(Optional.of(first));
    second.destroyForcibly();
    WorkerFailedException failure = failureOf(run);
    assertThat(failure.reason()).isEqualTo(Reason.CRASHED);
    assertThat(failure.word()).isEqualTo("worker-crashed");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure).hasMessageContaining("exit code 137").hasMessageContaining("worker.log");
  }

  @Test
  void whatAKilledWorkerLearntIsNotLost() throws Exception {
    Path task = SmallTask.write(directory.resolve("task"), 4).directory();
    WorkRequest request = request(task, TestProfiles.withBudget(60));
    OutcomeReport whole = worker(LONG, 1).run(request).outcome();

    System.setProperty(WorkerMain.CHECKPOINT_SECONDS, "0");
    try {
      CompletableFuture<WorkResult> killed = start(worker(LONG, 1), request);
      Path checkpoint = worker(LONG, 1).directory(request).resolve("checkpoint.safetensors");
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> Files.exists(checkpoint));
      awaitWorker(Optional.empty()).destroyForcibly();
      assertThat(failureOf(killed).reason()).isEqualTo(Reason.CRASHED);
      assertThat(checkpoint).exists();

      OutcomeReport goneOn = worker(LONG, 1).run(request).outcome();
      assertThat(goneOn.losses()).isEqualTo(whole.losses());
      assertThat(goneOn.cases()).isEqualTo(whole.cases());
      assertThat(checkpoint).doesNotExist();
    } finally {
      System.clearProperty(WorkerMain.CHECKPOINT_SECONDS);
    }
  }

  @Test
  void aWorkerThatTakesTooLongIsEnded() throws Exception {
    Path task = SmallTask.write(directory.resolve("task"), 4).directory();
    CompletableFuture<WorkResult> run =
        start(worker(Duration.ofSeconds(8), 1), request(task, TestProfiles.withBudget(MANY_STEPS)));
    ProcessHandle process = awaitWorker(Optional.empty());
    assertThat(failureOf(run).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void anInterruptedCallEndsItsWorker() throws Exception {
    Path task = SmallTask.write(directory.resolve("task"), 4).directory();
    WorkRequest request = request(task, TestProfiles.withBudget(MANY_STEPS));
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread caller =
        new Thread(() -> outcome.complete(catchThrowable(() -> worker(LONG, 3).run(request))));
    caller.start();
    ProcessHandle process = awaitWorker(Optional.empty());
    caller.interrupt();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aWorkerEndsWhenItsParentIsKilled() throws Exception {
    Path task = SmallTask.write(directory.resolve("task"), 4).directory();
    Path request = directory.resolve("request.json");
    Json.mapper().writeValue(request.toFile(), request(task, TestProfiles.withBudget(MANY_STEPS)));
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerParent.class.getName(),
                request.toString(),
                directory.resolve("work").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("parent.log").toFile())
            .start();
    ProcessHandle worker = awaitWorkerOf(parent.toHandle(), Optional.empty());
    parent.destroyForcibly();
    await().atMost(Duration.ofSeconds(90)).until(() -> !worker.isAlive());
    assertThat(parent.waitFor()).isEqualTo(137);
  }

  @Test
  void aTaskThatIsNoneIsRefusedWithoutASecondTry() throws Exception {
    WorkRequest request = request(directory.resolve("nothing"), TestProfiles.withBudget(1));
    WorkerFailedException failure =
        catchThrowableOfType(WorkerFailedException.class, () -> worker(LONG, 3).run(request));
    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure.word()).isEqualTo("invalid-task");
    assertThat(failure.retryable()).isFalse();
    try (Stream<Path> tries = Files.list(directory.resolve("work"))) {
      assertThat(tries).hasSize(1);
    }
  }

  private Worker worker(Duration timeout, int tries) {
    return new Worker(
        new WorkerSettings(directory.resolve("work").toString(), 512, timeout, tries));
  }

  private static WorkRequest request(Path task, Profile profile) {
    return new WorkRequest(task.toString(), 0, profile, Optional.empty(), Optional.empty());
  }

  private static CompletableFuture<WorkResult> start(Worker worker, WorkRequest request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return worker.run(request);
          } catch (WorkerFailedException | InterruptedException exception) {
            throw new CompletionException(exception);
          }
        });
  }

  private static WorkerFailedException failureOf(CompletableFuture<WorkResult> run) {
    ExecutionException exception = catchThrowableOfType(ExecutionException.class, () -> run.get());
    return (WorkerFailedException) exception.getCause();
  }

  private static ProcessHandle awaitWorker(Optional<ProcessHandle> before) {
    return awaitWorkerOf(ProcessHandle.current(), before);
  }

  private static ProcessHandle awaitWorkerOf(ProcessHandle parent, Optional<ProcessHandle> before) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                parent
                    .children()
                    .filter(child -> isWorker(child) && !Optional.of(child).equals(before))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static boolean isWorker(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .map(line -> line.contains(WorkerMain.class.getName()))
        .orElse(false);
  }

  private Path fewHippocampi() throws IOException {
    Path source = TestData.require("msd-hippocampus");
    Path images = TestData.require("msd-hippocampus/imagesTr");
    Path task = directory.resolve("task");
    Files.createDirectories(task.resolve("imagesTr"));
    Files.createDirectories(task.resolve("labelsTr"));
    List<Map<String, String>> training = new ArrayList<>();
    try (Stream<Path> files = Files.list(images)) {
      for (Path image : files.sorted().limit(6).toList()) {
        String name = image.getFileName().toString();
        Files.copy(image, task.resolve("imagesTr").resolve(name));
        Files.copy(
            source.resolve("labelsTr").resolve(name), task.resolve("labelsTr").resolve(name));
        training.add(Map.of("image", "imagesTr/" + name, "label", "labelsTr/" + name));
      }
    }
    Json.mapper()
        .writeValue(
            task.resolve("dataset.json").toFile(),
            Map.of(
                "name",
                "Hippocampus",
                "modality",
                Map.of("0", "MRI"),
                "labels",
                Map.of("0", "background", "1", "Anterior", "2", "Posterior"),
                "training",
                training));
    return task;
  }
}
