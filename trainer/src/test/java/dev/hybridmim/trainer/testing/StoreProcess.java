package dev.hybridmim.trainer.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The platform's S3 server as a process, over a directory. */
public final class StoreProcess implements AutoCloseable {
  private static final String READY = "ready ";
  private static final String KEY = "test-access-key";
  private static final String SECRET = "test-secret-key";

  private final Process process;
  private final StoreAddress address;

  private StoreProcess(Process process, StoreAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts the server and makes a bucket; skips the test when the module infra/store is not built.
   */
  public static StoreProcess start(Path directory) throws IOException {
    Path target = Path.of(System.getProperty("hybridmim.modules", "."), "infra", "store", "target");
    Path jar = target.resolve("hybridmim-store.jar");
    Path classPath = target.resolve("runtime.classpath");
    assumeTrue(
        Files.isRegularFile(jar) && Files.isRegularFile(classPath),
        "SKIPPED: the module infra/store is not built; run mvnw -pl infra/store package first");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dhybridmim.parent=pipe",
            "-cp",
            jar + File.pathSeparator + Files.readString(classPath).strip(),
            "dev.hybridmim.store.StoreMain",
            "--directory=" + directory);
    builder.environment().put("HYBRIDMIM_S3_ACCESS_KEY", KEY);
    builder.environment().put("HYBRIDMIM_S3_SECRET_KEY", SECRET);
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        URI endpoint = URI.create(line.substring(READY.length()).strip());
        StoreAddress address = new StoreAddress(endpoint, "us-east-1", "hybridmim", KEY, SECRET);
        try (S3ObjectStore store = S3ObjectStore.open(address)) {
          store.ensureBucket();
        }
        return new StoreProcess(process, address);
      }
    }
    throw new IOException("The S3 server ended before it was ready");
  }

  public StoreAddress address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
