package dev.hybridmim.store;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Serves a directory as an S3 store until it is told to end; options are in this package's
 * documentation.
 */
public final class StoreMain {
  private static final int USAGE = 2;

  private StoreMain() {}

  /** Starts the store; returns when it is ready, while its threads keep the process alive. */
  public static void main(String[] arguments) throws IOException {
    ParentPipe.watch();
    StoreSettings settings;
    try {
      settings = StoreSettings.of(Arrays.asList(arguments), System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
      return;
    }
    StoreServer server = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "store-stop"));
    if (settings.readyFile().isPresent()) {
      writeInOneStep(settings.readyFile().get(), server.endpoint());
    }
    System.out.println("ready " + server.endpoint());
  }

  private static StoreServer start(StoreSettings settings) {
    try {
      return StoreServer.start(settings);
    } catch (RuntimeException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      throw e;
    }
  }

  private static void writeInOneStep(Path file, URI endpoint) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, endpoint.toString(), StandardCharsets.UTF_8);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
