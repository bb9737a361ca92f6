package dev.hybridmim.local.command;

import dev.hybridmim.local.run.StoreAccess;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose object store. */
final class StoreOption {
  @Mixin private HomeOption home;

  @Option(
      names = "--connection",
      paramLabel = "FILE",
      description = "Read from the store that this connection file names, instead of a home's.")
  private Path connection;

  @Option(
      names = "--s3",
      paramLabel = "URL",
      description =
          "Read from this S3 store instead. Its keys: environment variables"
              + " HYBRIDMIM_S3_ACCESS_KEY and HYBRIDMIM_S3_SECRET_KEY; the bucket hybridmim unless"
              + " HYBRIDMIM_S3_BUCKET names another.")
  private URI endpoint;

  /** The store; that of a stopped home is started for as long. */
  StoreAccess access() throws InterruptedException {
    if (connection != null) {
      return StoreAccess.ofConnection(connection);
    }
    return endpoint == null
        ? StoreAccess.ofHome(home.layout())
        : StoreAccess.ofAddress(endpoint, System.getenv());
  }
}
