package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.run.OpenHome;
import dev.hybridmim.local.scans.ScanIndex;
import dev.hybridmim.local.scans.ScanNames;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;

/** A command that looks into a running or stopped home. */
abstract class HomeCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Override
  public final Integer call() throws InterruptedException {
    HomeLayout layout = home.layout();
    boolean there = Files.exists(layout.connection());
    if (!dev.hybridmim.local.home.Home.isOccupied(layout) && (there || mayMakeHome())) {
      System.err.println("Starting the services of " + layout.root() + "…");
    }
    try (OpenHome opened = mayMakeHome() ? OpenHome.orNew(layout) : OpenHome.of(layout)) {
      return in(opened, layout);
    } catch (ObjectStoreException e) {
      throw new RunException("The store does not do what is needed: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new RunException("Kafka does not do what is needed: " + e.getMessage(), e);
    }
  }

  /** Does the work and returns the exit code. */
  abstract int in(OpenHome opened, HomeLayout layout) throws InterruptedException;

  /** Whether the command makes sense in a home that is not there yet. */
  boolean mayMakeHome() {
    return false;
  }

  final boolean wantsJson() {
    return json.isWanted();
  }

  static ScanNames names(HomeLayout layout) {
    return new ScanNames(ScanIndex.open(layout.scanIndex()));
  }
}
