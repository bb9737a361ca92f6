package dev.hybridmim.platform.store;

import dev.hybridmim.platform.connection.StoreAddress;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.errors.MinioException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Puts of objects that are in memory, each one request.
 *
 * <p>The store checks every put against its CRC-32, which the processor's own instructions compute.
 * The signature covers the content's SHA-256 only where a stranger could change it on its way: over
 * plain HTTP to another machine. Otherwise both sides would hash every byte once more, and the
 * store hold all of it before it writes the first.
 */
final class S3Puts implements AutoCloseable {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final MinioAsyncClient client;
  private final String bucket;
  private final boolean contentIsSigned;

  private S3Puts(MinioAsyncClient client, String bucket, boolean contentIsSigned) {
    this.client = client;
    this.bucket = bucket;
    this.contentIsSigned = contentIsSigned;
  }

  static S3Puts open(StoreAddress address) {
    return new S3Puts(
        SharedConnections.client(address), address.bucket(), passesStrangers(address.endpoint()));
  }

  /** Whether what is sent can be read and changed on its way. */
  static boolean passesStrangers(URI endpoint) {
    return !"https".equalsIgnoreCase(endpoint.getScheme()) && !isThisMachine(endpoint.getHost());
  }

  /** By the address alone: what a name means is for others to say. */
  private static boolean isThisMachine(String host) {
    return host != null && (host.equals("[::1]") || LOOPBACK.matcher(host).matches());
  }

  /**
   * Puts an object and returns its entity tag.
   *
   * @param condition headers under which the store does so
   */
  String put(String key, byte[] content, String contentType, Map<String, String> condition)
      throws MinioException {
    Map<String, String> headers = new HashMap<>(condition);
    headers.put(Http.Headers.CONTENT_TYPE, contentType);
    headers.put("x-amz-sdk-checksum-algorithm", "CRC32");
    headers.put("x-amz-checksum-crc32", crc32(content));
    headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, contentIsSigned ? sha256(content) : UNSIGNED);
    PutObjectAPIArgs arguments =
        PutObjectAPIArgs.builder()
            .bucket(bucket)
            .object(key)
            .data(content, content.length)
            .contentType(contentType)
            .headers(new Http.Headers(headers))
            .build();
    try {
      return S3ObjectStore.unquoted(client.putObject(arguments).join().etag());
    } catch (CompletionException e) {
      throw cause(e);
    }
  }

  /** As the client's own blocking calls give it. */
  private static MinioException cause(CompletionException failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RuntimeException mistake) {
      throw mistake;
    }
    return cause instanceof MinioException expected ? expected : new MinioException(cause);
  }

  private static String crc32(byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
  }
}
