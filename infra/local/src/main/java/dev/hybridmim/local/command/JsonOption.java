package dev.hybridmim.local.command;

import picocli.CommandLine.Option;

/** For a person or for a program. */
final class JsonOption {
  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  boolean isWanted() {
    return json;
  }
}
