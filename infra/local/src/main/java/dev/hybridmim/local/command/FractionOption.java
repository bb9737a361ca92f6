package dev.hybridmim.local.command;

import picocli.CommandLine.Option;

/** How many of the labels a study uses that compares other things than labels. */
final class FractionOption {
  private static final String NAME = "--fraction";

  @Option(
      names = NAME,
      paramLabel = "PERCENT",
      defaultValue = "20",
      description = "Share of the labelled training cases. Default: ${DEFAULT-VALUE}")
  private double percent;

  private FractionOption() {}

  /** Above 0, up to 1. */
  double share() {
    return StudyOptions.share(NAME, percent);
  }
}
