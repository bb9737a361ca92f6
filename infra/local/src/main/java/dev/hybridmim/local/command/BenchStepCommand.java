package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.NetworkProfile.Backbone;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.profile.TrainerProfile.Activations;
import dev.hybridmim.platform.profile.TrainerProfile.Box;
import dev.hybridmim.platform.profile.TrainerProfile.Precision;
import dev.hybridmim.trainer.benchmark.StepBenchmark;
import dev.hybridmim.trainer.benchmark.StepBenchmarkException;
import dev.hybridmim.trainer.benchmark.StepFigures;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim bench step}. */
@Command(
    name = "step",
    description = {
      "Makes steps of pre-training on noise and prints what each phase costs.",
      "The steps run in a process of their own, whose peak of resident memory is shown."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchStepCommand implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "laptop",
      description = "Whose step. Default: ${DEFAULT-VALUE}")
  private String profile;

  @Option(
      names = "--box",
      paramLabel = "partial|full",
      description = "Rebuild a moving box, or everything. Default: the profile's.")
  private Box box;

  @Option(
      names = "--backbone",
      paramLabel = "unet|swin-unetr",
      description = "Another network than the profile's, in its published size.")
  private String backbone;

  @Option(names = "--batch", paramLabel = "N", description = "Samples a step.")
  private Integer batch;

  @Option(
      names = "--precision",
      paramLabel = "float32|bfloat16|float16",
      description = "Type of activations. Default: the profile's.")
  private Precision precision;

  @Option(
      names = "--activations",
      paramLabel = "keep|recompute",
      description = "What the backward pass finds. Default: the profile's.")
  private Activations activations;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Processor threads, 0: all. Default: the profile's.")
  private Integer threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many are measured. Default: as many as fit into 15 s, at least one.")
  private int steps;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many are made before, uncounted. Default: ${DEFAULT-VALUE}")
  private int warmUp;

  @Mixin private JsonOption json;

  private BenchStepCommand() {}

  @Override
  public Integer call() throws JsonProcessingException, InterruptedException {
    StepFigures figures = measure();
    if (json.isWanted()) {
      System.out.println(
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
    } else {
      print(figures);
    }
    System.out.flush();
    return ExitCode.OK;
  }

  private StepFigures measure() throws InterruptedException {
    try {
      return new StepBenchmark(warmUp, steps).measure(changed(Profiles.load(profile)));
    } catch (InvalidProfileException | StepBenchmarkException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private Profile changed(Profile loaded) {
    Profile changed = loaded;
    if (backbone != null && !backbone.equals(loaded.network().backbone().label())) {
      changed = changed.withNetwork(published(backbone).network());
    }
    if (batch != null) {
      changed = changed.withTrainer(changed.trainer().withBatchSize(batch));
    }
    if (box != null) {
      changed = changed.withTrainer(changed.trainer().withBox(box));
    }
    if (threads != null) {
      changed = changed.withTrainer(changed.trainer().withThreads(threads));
    }
    return changed.withTrainer(
        changed
            .trainer()
            .withPrecision(precision == null ? changed.trainer().precision() : precision)
            .withActivations(activations == null ? changed.trainer().activations() : activations));
  }

  private static Profile published(String backbone) {
    if (backbone.equals(Backbone.UNET.label())) {
      return Profiles.load("paper-unet");
    }
    if (backbone.equals(Backbone.SWIN_UNETR.label())) {
      return Profiles.load("paper-swin");
    }
    throw new RunException("--backbone is unet or swin-unetr, not " + backbone + ".");
  }

  private static void print(StepFigures figures) {
    line(
        "%s, %s, %s box, batch %d of %d-cubes, %s, activations: %s, %s with %d threads, %d weights.",
        figures.profile(),
        figures.backbone(),
        figures.box(),
        figures.batch(),
        figures.subVolume(),
        figures.precision(),
        figures.activations(),
        figures.device(),
        figures.threads(),
        figures.parameters());
    line("%-12s %10s %10s", "phase", "seconds", "CPU s");
    for (StepFigures.Phase phase : figures.phases()) {
      line("%-12s %10.3f %10.3f", phase.phase(), phase.seconds(), phase.cpuSeconds());
    }
    line("%-12s %10.3f %10.3f", "step", figures.secondsPerStep(), figures.cpuSecondsPerStep());
    line(
        "Mean of %d steps; peak resident memory %.0f MiB.",
        figures.steps(), figures.peakBytes() / MEBIBYTE);
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
