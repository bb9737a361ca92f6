package dev.hybridmim.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the store is started with.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param readyFile where the address is written when the server answers
 */
record StoreSettings(
    Path directory, int port, Optional<Path> readyFile, String accessKey, String secretKey) {
  static final String ACCESS_KEY = "HYBRIDMIM_S3_ACCESS_KEY";
  static final String SECRET_KEY = "HYBRIDMIM_S3_SECRET_KEY";

  private static final int LARGEST_PORT = 65535;
  private static final List<String> OPTIONS = List.of("--directory", "--port", "--ready-file");

  /**
   * Reads the command line and the environment.
   *
   * @throws IllegalArgumentException when something is missing, unknown or malformed; the message
   *     says what to do
   */
  static StoreSettings of(List<String> arguments, Map<String, String> environment) {
    Map<String, String> options = options(arguments);
    String directory = options.get("--directory");
    if (directory == null) {
      throw new IllegalArgumentException("Name the directory of the store: --directory=DIR");
    }
    return new StoreSettings(
        Path.of(directory).toAbsolutePath().normalize(),
        port(options.getOrDefault("--port", "0")),
        Optional.ofNullable(options.get("--ready-file")).map(Path::of),
        credential(environment, ACCESS_KEY),
        credential(environment, SECRET_KEY));
  }

  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (equals < 0 || !OPTIONS.contains(name)) {
        throw new IllegalArgumentException(
            "The store does not know "
                + name
                + "; it takes "
                + String.join("=…, ", OPTIONS)
                + "=…");
      }
      options.put(name, argument.substring(equals + 1));
    }
    return options;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= LARGEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--port must be a number, not " + text, e);
    }
    throw new IllegalArgumentException("--port must lie between 0 and " + LARGEST_PORT);
  }

  private static String credential(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("Set the environment variable " + name);
    }
    return value;
  }

  @Override
  public String toString() {
    return "StoreSettings[" + directory + ", port " + port + "]";
  }
}
