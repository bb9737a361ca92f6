package dev.hybridmim.local.command;

import dev.hybridmim.local.home.HomeLayout;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which home. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: ~/.hybridmim")
  private Path home;

  HomeLayout layout() {
    return home == null ? HomeLayout.ofUser() : new HomeLayout(home);
  }
}
