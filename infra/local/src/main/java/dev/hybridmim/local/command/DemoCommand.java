package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.demo.SyntheticArchive;
import dev.hybridmim.local.home.DiskSpace;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.local.run.RunRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hybridmim demo}. */
@Command(
    name = "demo",
    description = {
      "Makes a small archive of synthetic bodies, pre-trains on it and scores a snapshot.",
      "It ends when the first snapshot is scored, unless --for or --snapshots say otherwise."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final RunRequest.Bound ONE_SNAPSHOT = new RunRequest.Bound(Optional.empty(), 1);

  @Mixin private PlatformOptions platform;
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  private DemoCommand() {}

  @Override
  public Integer call() {
    HomeLayout layout = home.layout();
    RunRequest.Bound bound = platform.bound(Optional.of(ONE_SNAPSHOT));
    RunRequest.Elsewhere elsewhere = platform.elsewhere();
    createHome(layout);
    SyntheticArchive archive = SyntheticArchive.in(layout.demo(), SyntheticArchive.DEFAULT_SEED);
    System.err.println("Synthetic bodies in " + archive.directory());
    RunRequest request =
        new RunRequest(
            archive.scans(),
            Optional.of(archive.task()),
            platform.profile("demo"),
            bound,
            layout,
            elsewhere);
    return Reporting.run(request, json.isWanted());
  }

  private static void createHome(HomeLayout layout) {
    try {
      PrivateFiles.createDirectory(layout.root());
    } catch (IOException e) {
      throw new RunException(
          "The directory "
              + layout.root()
              + " can't be made ("
              + e.getMessage()
              + "): name another with --home.",
          e);
    }
    DiskSpace.require(layout.root(), DiskSpace.NEEDED_TO_START);
  }
}
