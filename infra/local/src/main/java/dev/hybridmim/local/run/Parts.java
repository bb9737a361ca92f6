package dev.hybridmim.local.run;

import dev.hybridmim.evaluator.worker.WorkDirectory;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Child;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Modules.Module;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.trainer.learning.NativeEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** How pipelines and trainer are started. */
public final class Parts {
  static final String INGEST = "ingest";
  static final String AUGMENT = "augment";
  static final String EVALUATOR = "evaluator";
  static final String TRAINER = "trainer";
  static final String INTAKE = "intake";

  /**
   * Samples are megabytes that live for a tenth of a second: those on their way to the broker have
   * room among the young, and no full collection has to look for them.
   */
  private static final List<String> SHORT_LIVED_SAMPLES =
      List.of("-Xmn512m", "-XX:SurvivorRatio=3");

  private static final int INGEST_HEAP = 1024;
  private static final int INTAKE_HEAP = 768;
  private static final int AUGMENT_HEAP = 1024;
  private static final int EVALUATOR_HEAP = 768;

  /** A fine-tuning that no run has gone on with for so long is given up. */
  private static final Duration LONGEST_WAIT_OF_WORK = Duration.ofDays(7);

  /**
   * Java 17 keeps these closed; Flink's serialisers and Beam's exactly-once sink reach into them.
   */
  private static final List<String> FLINK_OPENS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.text=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED",
          "--add-exports=java.base/sun.net.util=ALL-UNNAMED");

  private final Home home;
  private final Modules modules;
  private final String profile;
  private final Optional<String> flinkCluster;

  public Parts(Home home, Modules modules, String profile, Optional<String> flinkCluster) {
    this.home = home;
    this.modules = modules;
    this.profile = profile;
    this.flinkCluster = flinkCluster;
  }

  public Child ingest() {
    return pipeline(INGEST, Module.INGEST, "dev.hybridmim.ingest.pipeline.IngestMain", INGEST_HEAP);
  }

  /** On a mini cluster its state, which grows with the archive, is on disk below the home. */
  public Child augment() {
    Child augment =
        pipeline(
                AUGMENT, Module.AUGMENT, "dev.hybridmim.augment.pipeline.AugmentMain", AUGMENT_HEAP)
            .withJvmOptions(SHORT_LIVED_SAMPLES);
    return flinkCluster.isPresent()
        ? augment
        : augment.with("checkpoints", home.emptyWorkDirectory("augment-checkpoints").toUri());
  }

  /** On every task, at most once each. */
  Child evaluator(List<Path> tasks) {
    Child evaluator =
        pipeline(
                EVALUATOR,
                Module.EVALUATOR,
                "dev.hybridmim.evaluator.pipeline.EvaluatorMain",
                EVALUATOR_HEAP)
            // Fine-tuning is done by worker processes: this one only waits for them.
            .withJvmOptions(List.of("-Dai.djl.offline=true", "-XX:TieredStopAtLevel=1"))
            .with("work", evaluatorWork());
    for (Path task : tasks) {
      evaluator = evaluator.with("task", task.toAbsolutePath().normalize());
    }
    return evaluator;
  }

  /** With the fine-tunings that an earlier run was killed in. */
  private Path evaluatorWork() {
    Path work = home.workDirectory(EVALUATOR);
    try {
      WorkDirectory.tidy(work, LONGEST_WAIT_OF_WORK);
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + work + " can't be tidied", e);
    }
    return work;
  }

  Child trainer(Optional<Path> initialWeights, OptionalInt metricsPort) {
    Child child =
        trainer(
            home.layout(),
            modules,
            home.layout().connection(),
            profile,
            TrainerHeap.mebibytes(Profiles.load(profile)));
    if (initialWeights.isPresent()) {
      child = child.with("init", initialWeights.get());
    }
    return metricsPort.isPresent() ? child.with("metrics-port", metricsPort.getAsInt()) : child;
  }

  /**
   * A trainer whose files are in a home.
   *
   * @param connection where its Kafka and store are
   * @param heap in MiB
   */
  static Child trainer(
      HomeLayout home, Modules modules, Path connection, String profile, int heap) {
    return Child.of(
            TRAINER,
            modules.classPath(Module.TRAINER),
            "dev.hybridmim.trainer.service.TrainerMain",
            heap)
        .with("connection", connection)
        .with("profile", profile)
        .withJvmOptions(List.of("-Dai.djl.offline=true"))
        .withEnvironment(
            NativeEnvironment.ofPretraining(
                Profiles.load(profile).network().backbone(), System.getenv()))
        .with("home", home.trainer());
  }

  /** The pipelines' jobs as a cluster shows them; no other home's have these names. */
  Set<String> jobNames() {
    return Set.of(jobName(INGEST), jobName(AUGMENT), jobName(EVALUATOR));
  }

  private String jobName(String pipeline) {
    return "hybridmim-" + pipeline + "-" + home.credentials().homeId();
  }

  Child intake(Supervisor supervisor, IntakeRequest request) {
    return intake(home.layout(), modules, supervisor, request);
  }

  /** An intake whose files, and whose connection, are in a home. */
  static Child intake(
      HomeLayout layout, Modules modules, Supervisor supervisor, IntakeRequest request) {
    Child child =
        Child.of(
                INTAKE,
                modules.classPath(Module.INGEST),
                "dev.hybridmim.ingest.intake.IntakeMain",
                INTAKE_HEAP)
            .with("connection", layout.connection())
            .with("directory", layout.root().resolve(INTAKE))
            .with("ready-file", supervisor.readyFile(INTAKE));
    if (request.settings().isPresent()) {
      child = child.with("settings", request.settings().get());
    }
    for (Map.Entry<String, String> one : request.overrides().entrySet()) {
      child = child.with("set", one.getKey() + "=" + one.getValue());
    }
    return child;
  }

  private Child pipeline(String name, Module module, String mainClass, int heap) {
    Child child =
        connected(name, module, mainClass, heap)
            .withJvmOptions(FLINK_OPENS)
            .with("flinkMaster", flinkCluster.orElse("[local]"))
            .with("jobName", jobName(name));
    if (flinkCluster.isEmpty()) {
      return child;
    }
    // Without a job jar the client sends every jar of the class path, which takes longer.
    Optional<Path> jobJar = modules.jobJar(module);
    return (jobJar.isPresent() ? child.with("filesToStage", jobJar.get()) : child).thatMayFinish();
  }

  private Child connected(String name, Module module, String mainClass, int heap) {
    return Child.of(name, modules.classPath(module), mainClass, heap)
        .with("connection", home.layout().connection())
        .with("profile", profile);
  }
}
