package dev.hybridmim.evaluator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.evaluator.testing.TestSnapshots;
import dev.hybridmim.evaluator.worker.WorkerFailedException.Reason;
import dev.hybridmim.platform.json.Json;
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
    assertThat(directory.resolve("work")).isEmptyDirectory();
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
