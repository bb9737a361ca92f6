package dev.hybridmim.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** S3Proxy on a loopback port over a directory. */
final class StoreServer implements AutoCloseable {
  private static final String BACKEND = "filesystem-nio2";
  private static final String LOOPBACK = "http://127.0.0.1:";

  /** What S3 itself allows in one put. */
  private static final long LARGEST_OBJECT_BYTES = 5L << 30;

  /**
   * A put signed over its whole content is held in memory; the MinIO client does that up to one
   * part.
   */
  private static final long LARGEST_SIGNED_BODY_BYTES = 256L << 20;

  private final S3Proxy server;

  private StoreServer(S3Proxy server) {
    this.server = server;
  }

  /**
   * Starts serving; returns when requests are answered.
   *
   * @throws IllegalStateException when the server does not start, for instance because the port is
   *     taken
   */
  static StoreServer start(StoreSettings settings) {
    try {
      Files.createDirectories(settings.directory());
    } catch (IOException e) {
      throw new UncheckedIOException("The store can't use " + settings.directory(), e);
    }
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(BlobStores.create(BACKEND, backendProperties(settings)))
            .endpoint(URI.create(LOOPBACK + settings.port()))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, settings.accessKey(), settings.secretKey())
            .ignoreUnknownHeaders(true)
            .maxSinglePartObjectSize(LARGEST_OBJECT_BYTES)
            .v4MaxNonChunkedRequestSize(LARGEST_SIGNED_BODY_BYTES)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "The store could not listen on 127.0.0.1:" + settings.port() + ": " + e.getMessage(), e);
    }
    return new StoreServer(server);
  }

  /** Where clients find it. */
  URI endpoint() {
    return URI.create(LOOPBACK + server.getPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The store did not stop in order", e);
    }
  }

  private static Properties backendProperties(StoreSettings settings) {
    Properties properties = new Properties();
    // The older of the two names is what the nio2 backend reads; the newer one is what the
    // documentation names.
    properties.setProperty("jclouds.filesystem.basedir", settings.directory().toString());
    properties.setProperty("s3proxy.filesystem.basedir", settings.directory().toString());
    return properties;
  }
}
