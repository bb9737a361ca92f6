package dev.hybridmim.local.command;

import dev.hybridmim.local.run.IntakeRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How instances are listened for. */
final class IntakeOptions {
  @Option(
      names = "--aet",
      paramLabel = "TITLE",
      description = "This application's entity title. Default: HYBRIDMIM")
  private String aet;

  @Option(
      names = "--dicom-port",
      paramLabel = "PORT",
      description = "Port for C-STORE; -1 for none. Default: 11112")
  private Integer dicomPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Port for STOW-RS; -1 for none. Default: 8104")
  private Integer httpPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on. Any but 127.0.0.1 needs --caller, and for HTTP the environment"
              + " variable HYBRIDMIM_INTAKE_TOKEN or HYBRIDMIM_INTAKE_BASIC. Default: 127.0.0.1")
  private String bind;

  @Option(
      names = "--caller",
      paramLabel = "AET[@ADDRESS[/BITS]]",
      description = "Who may call; may be repeated. Default: anybody, on 127.0.0.1 only")
  private List<String> callers = List.of();

  @Option(
      names = "--intake-settings",
      paramLabel = "FILE",
      description =
          "YAML file with everything else: limits, TLS, de-identification; see the conformance"
              + " statement.")
  private Path settings;

  /** Whether any of these options was given. */
  boolean areGiven() {
    return settings != null || !overrides().isEmpty();
  }

  IntakeRequest request() {
    return new IntakeRequest(Optional.ofNullable(settings), overrides());
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new TreeMap<>();
    put(overrides, "aet", aet);
    put(overrides, "dicomPort", dicomPort);
    put(overrides, "httpPort", httpPort);
    put(overrides, "bind", bind);
    if (!callers.isEmpty()) {
      overrides.put("callers", String.join(",", callers));
    }
    return overrides;
  }

  private static void put(Map<String, String> overrides, String key, Object value) {
    if (value != null) {
      overrides.put(key, value.toString());
    }
  }
}
