package dev.hybridmim.local.run;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Child;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.view.ProgressDisplay;
import dev.hybridmim.local.view.TrainerMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The trainer alone, as a process of its own, at a Kafka and a store that run elsewhere: on the
 * machine that has the GPU. It goes on until its last step or until it is interrupted, and then
 * writes a snapshot.
 */
public final class TrainerRun {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private TrainerRun() {}

  /**
   * What a person asked for.
   *
   * @param connection where Kafka and the store are; otherwise the home's own file
   * @param profile a built-in profile's name, or a file
   * @param runId the run to begin or to go on with
   * @param initialWeights a safetensors file
   * @param lastStep training ends with it
   * @param heapMebibytes largest Java heap of the trainer
   * @param device where to compute
   * @param metricsPort for Prometheus
   */
  public record Request(
      HomeLayout home,
      Optional<Path> connection,
      String profile,
      Optional<String> runId,
      Optional<Path> initialWeights,
      Optional<Long> lastStep,
      int heapMebibytes,
      Optional<String> device,
      OptionalInt metricsPort) {}

  /**
   * How it ended.
   *
   * @param interrupted whether someone asked for the end
   * @param meter how far training came
   */
  public record Outcome(boolean interrupted, TrainerMeter.State meter) {}

  /**
   * Trains.
   *
   * @throws RunException when the trainer can't be started, or ended with an error, which it says
   */
  public static Outcome run(Request request, ProgressDisplay display, Interruption interruption) {
    Path connection = request.connection().orElse(request.home().connection());
    if (!Files.isRegularFile(connection)) {
      throw new RunException(
          "There is no connection file "
              + connection
              + ": copy connection.json from the home where `hybridmim run` works and name it with"
              + " --connection.");
    }
    try (Home home = Home.open(request.home());
        Supervisor supervisor = new Supervisor(home.layout())) {
      display.say(
          "Trainer in "
              + home.layout().trainer()
              + ", log "
              + home.layout().log(Parts.TRAINER)
              + "; Ctrl-C writes a snapshot and ends.");
      ManagedProcess trainer = supervisor.start(child(request, connection));
      return follow(request, trainer, display, interruption);
    } catch (InterruptedException e) {
      throw new RunException("Interrupted before the trainer was started.", e);
    }
  }

  private static Child child(Request request, Path connection) {
    Child child =
        Parts.trainer(
            request.home(),
            Modules.installed(),
            connection.toAbsolutePath().normalize(),
            request.profile(),
            request.heapMebibytes());
    if (request.runId().isPresent()) {
      child = child.with("run", request.runId().get());
    }
    if (request.initialWeights().isPresent()) {
      child = child.with("init", request.initialWeights().get());
    }
    if (request.lastStep().isPresent()) {
      child = child.with("max-steps", request.lastStep().get());
    }
    if (request.device().isPresent()) {
      child = child.with("device", request.device().get());
    }
    if (request.metricsPort().isPresent()) {
      child = child.with("metrics-port", request.metricsPort().getAsInt());
    }
    return child.thatMayFinish();
  }

  private static Outcome follow(
      Request request, ManagedProcess trainer, ProgressDisplay display, Interruption interruption) {
    TrainerMeter meter = new TrainerMeter(request.home().trainer());
    long saidAt = System.nanoTime();
    try {
      while (trainer.isAlive() && !interruption.isRequested()) {
        Thread.sleep(TICK.toMillis());
        if (System.nanoTime() - saidAt > BETWEEN_LINES.toNanos()) {
          display.say(meter.poll().line());
          saidAt = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      interruption.letStopInOrder();
    }
    boolean interrupted = interruption.isRequested();
    interruption.letStopInOrder();
    boolean inOrder = stop(trainer);
    TrainerMeter.State state = meter.poll();
    if (!inOrder) {
      throw trainer.death();
    }
    return new Outcome(interrupted, state);
  }

  private static boolean stop(ManagedProcess trainer) {
    try {
      return trainer.stop(Interruption.LAST_SNAPSHOT);
    } catch (InterruptedException e) {
      throw new RunException("Interrupted while the trainer wrote its last snapshot.", e);
    }
  }
}
