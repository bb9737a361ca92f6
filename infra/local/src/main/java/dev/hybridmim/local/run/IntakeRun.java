package dev.hybridmim.local.run;

import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.LauncherLog;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.RunRequest.Elsewhere;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An intake without a run: beside one that works in the same home, whose store and broker it uses;
 * or in a home where nothing runs, whose store and broker are then started and ended with it.
 */
public final class IntakeRun {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration STOP = Duration.ofSeconds(30);

  private IntakeRun() {}

  /**
   * Takes instances until an end is asked for.
   *
   * @param listening gets the addresses, one a line, once they are listened on
   * @throws dev.hybridmim.local.RunException when something does not start or dies
   */
  public static void run(
      HomeLayout layout,
      Elsewhere elsewhere,
      IntakeRequest request,
      Consumer<String> listening,
      Interruption interruption) {
    try {
      if (Home.isOccupied(layout)) {
        try (Supervisor supervisor = Supervisor.beside(layout, Parts.INTAKE)) {
          serve(layout, supervisor, request, listening, interruption);
        }
        return;
      }
      try (Home home = Home.open(layout);
          Supervisor supervisor = new Supervisor(layout)) {
        LauncherLog.into(layout);
        new Services(home, Modules.installed(), elsewhere, System.getenv()).start(supervisor);
        serve(layout, supervisor, request, listening, interruption);
      }
    } catch (InterruptedException e) {
      // Ctrl-C while something started: what had started is stopped by now.
      interruption.letStopInOrder();
    }
  }

  private static void serve(
      HomeLayout layout,
      Supervisor supervisor,
      IntakeRequest request,
      Consumer<String> listening,
      Interruption interruption)
      throws InterruptedException {
    ManagedProcess intake =
        supervisor.start(Parts.intake(layout, Modules.installed(), supervisor, request));
    listening.accept(intake.awaitReady(READY));
    try {
      while (!interruption.isRequested()) {
        Thread.sleep(TICK.toMillis());
        supervisor.check();
      }
    } catch (InterruptedException e) {
      // Ctrl-C: what is under way may end.
      interruption.letStopInOrder();
    }
    interruption.letStopInOrder();
    intake.stop(STOP);
  }
}
