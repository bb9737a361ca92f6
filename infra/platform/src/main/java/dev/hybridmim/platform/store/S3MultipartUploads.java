package dev.hybridmim.platform.store;

import dev.hybridmim.platform.connection.StoreAddress;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.MinioAsyncClient;
import io.minio.UploadPartArgs;
import io.minio.messages.ListPartsResult;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Part by part into a bucket of an S3-compatible store, through the MinIO client. */
public final class S3MultipartUploads implements MultipartUploads, AutoCloseable {
  private final MinioAsyncClient client;
  private final String bucket;

  private S3MultipartUploads(MinioAsyncClient client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /** A client; nothing is sent before the first call. */
  public static S3MultipartUploads open(StoreAddress address) {
    return new S3MultipartUploads(SharedConnections.client(address), address.bucket());
  }

  @Override
  public String begin(String key, String contentType) {
    return result(
            "begin to put",
            key,
            () ->
                client.createMultipartUpload(
                    CreateMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .headers(new Http.Headers(Map.of("Content-Type", contentType)))
                        .build()))
        .result()
        .uploadId();
  }

  @Override
  public SortedMap<Integer, Part> parts(String key, String uploadId) {
    SortedMap<Integer, Part> parts = new TreeMap<>();
    int after = 0;
    try {
      ListPartsResult page;
      do {
        page = page(key, uploadId, after);
        for (io.minio.messages.Part part : page.parts()) {
          parts.put(
              part.partNumber(),
              new Part(part.partNumber(), part.partSize(), S3ObjectStore.unquoted(part.etag())));
        }
        after = page.isTruncated() ? page.nextPartNumberMarker() : 0;
      } while (after > 0);
    } catch (ObjectNotFoundException e) {
      return new TreeMap<>();
    }
    return parts;
  }

  private ListPartsResult page(String key, String uploadId, int after) {
    ListPartsArgs.Builder arguments =
        ListPartsArgs.builder().bucket(bucket).object(key).uploadId(uploadId);
    if (after > 0) {
      arguments.partNumberMarker(after);
    }
    return result("look up the parts of", key, () -> client.listParts(arguments.build())).result();
  }

  @Override
  public Part put(String key, String uploadId, int number, byte[] content) {
    io.minio.messages.Part part =
        result(
                "put a part of",
                key,
                () ->
                    client.uploadPart(
                        UploadPartArgs.builder()
                            .bucket(bucket)
                            .object(key)
                            .uploadId(uploadId)
                            .partNumber(number)
                            .data(content, content.length)
                            .build()))
            .part();
    return new Part(number, content.length, S3ObjectStore.unquoted(part.etag()));
  }

  @Override
  public String complete(String key, String uploadId, SortedMap<Integer, Part> parts) {
    io.minio.messages.Part[] all =
        parts.values().stream()
            .map(part -> new io.minio.messages.Part(part.number(), part.eTag()))
            .toArray(io.minio.messages.Part[]::new);
    return S3ObjectStore.unquoted(
        result(
                "complete",
                key,
                () ->
                    client.completeMultipartUpload(
                        CompleteMultipartUploadArgs.builder()
                            .bucket(bucket)
                            .object(key)
                            .uploadId(uploadId)
                            .parts(all)
                            .build()))
            .etag());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception e) {
      throw new ObjectStoreException("The store's client could not be closed", false, e);
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    CompletableFuture<T> begin() throws Exception;
  }

  private static <T> T result(String doing, String key, Call<T> call) {
    try {
      return call.begin().join();
    } catch (CompletionException e) {
      throw S3ObjectStore.failure(doing, key, innermost(e));
    } catch (Exception e) {
      throw S3ObjectStore.failure(doing, key, e);
    }
  }

  private static Exception innermost(CompletionException failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof Exception exception ? exception : failure;
  }
}
