package dev.hybridmim.platform.store;

import dev.hybridmim.platform.connection.StoreAddress;
import io.minio.BucketExistsArgs;
import io.minio.Checksum;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One bucket of an S3-compatible store, through the MinIO client. */
public final class S3ObjectStore implements ObjectStore {
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final long PART_BYTES = 64L << 20;
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(2);

  /**
   * Computed by the processor's own instructions. The client's default is a CRC-32C that it takes
   * byte by byte: two thirds of what a put would cost.
   */
  private static final Checksum.Algorithm CHECKSUM = Checksum.Algorithm.CRC32;

  private final MinioClient client;
  private final S3Puts puts;
  private final String bucket;

  private S3ObjectStore(MinioClient client, S3Puts puts, String bucket) {
    this.client = client;
    this.puts = puts;
    this.bucket = bucket;
  }

  /** A client; nothing is sent before the first call. */
  public static S3ObjectStore open(StoreAddress address) {
    MinioClient client =
        MinioClient.builder()
            .endpoint(address.endpoint().toString())
            .region(address.region())
            .credentials(address.accessKey(), address.secretKey())
            .httpClient(SharedConnections.get())
            .build();
    client.setTimeout(
        CONNECT_TIMEOUT.toMillis(), TRANSFER_TIMEOUT.toMillis(), TRANSFER_TIMEOUT.toMillis());
    return new S3ObjectStore(client, S3Puts.open(address), address.bucket());
  }

  /** Creates the bucket if there is none. */
  public void ensureBucket() {
    try {
      if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
        client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
      }
    } catch (MinioException | IllegalStateException e) {
      throw failure("make the bucket", bucket, e);
    }
  }

  @Override
  public String put(String key, byte[] content, String contentType) {
    try {
      return puts.put(key, content, contentType, Map.of());
    } catch (MinioException | IllegalStateException e) {
      throw failure("put", key, e);
    }
  }

  @Override
  public String putFile(String key, Path file, String contentType) {
    try {
      return unquoted(
          client
              .uploadObject(
                  UploadObjectArgs.builder()
                      .bucket(bucket)
                      .object(key)
                      .filename(file.toString(), PART_BYTES)
                      .checksum(CHECKSUM)
                      .contentType(contentType)
                      .build())
              .etag());
    } catch (MinioException | IllegalStateException e) {
      throw failure("put", key, e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content, String contentType) {
    return putNew(key, content, contentType).isPresent();
  }

  @Override
  public Optional<ObjectInfo> putNew(String key, byte[] content, String contentType) {
    return putOnCondition(key, content, contentType, Map.of("If-None-Match", "*"));
  }

  @Override
  public boolean replaceIf(String key, String eTag, byte[] content, String contentType) {
    return putOnCondition(key, content, contentType, Map.of("If-Match", '"' + eTag + '"'))
        .isPresent();
  }

  private Optional<ObjectInfo> putOnCondition(
      String key, byte[] content, String contentType, Map<String, String> condition) {
    try {
      String eTag = puts.put(key, content, contentType, condition);
      return Optional.of(new ObjectInfo(key, content.length, eTag));
    } catch (ErrorResponseException e) {
      int status = e.response().code();
      boolean gone = status == NOT_FOUND && condition.containsKey("If-Match");
      if (status == PRECONDITION_FAILED || status == CONFLICT || gone) {
        return Optional.empty();
      }
      throw failure("put", key, e);
    } catch (MinioException | IllegalStateException e) {
      throw failure("put", key, e);
    }
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    // One byte more than allowed is asked for, so that neither the store nor a header needs to be
    // believed.
    int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE - 16L);
    try (InputStream content = open(key)) {
      byte[] bytes = content.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new ObjectTooLargeException(key, limit);
      }
      return bytes;
    } catch (IOException e) {
      throw new ObjectStoreException("The store broke off while sending " + key, true, e);
    }
  }

  @Override
  public InputStream open(String key) {
    try {
      return client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build());
    } catch (MinioException | IllegalStateException e) {
      throw failure("get", key, e);
    }
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    try (InputStream content =
        client.getObject(
            GetObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .offset(offset)
                .length((long) length)
                .build())) {
      byte[] bytes = content.readNBytes(length);
      if (bytes.length != length) {
        throw new ObjectStoreException(
            "The object " + key + " ends before byte " + (offset + length), false, null);
      }
      return bytes;
    } catch (MinioException | IllegalStateException e) {
      throw failure("get a range of", key, e);
    } catch (IOException e) {
      throw new ObjectStoreException("The store broke off while sending " + key, true, e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    try {
      var found = client.statObject(StatObjectArgs.builder().bucket(bucket).object(key).build());
      return Optional.of(new ObjectInfo(key, found.size(), unquoted(found.etag())));
    } catch (MinioException | IllegalStateException e) {
      ObjectStoreException failure = failure("look up", key, e);
      if (failure instanceof ObjectNotFoundException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    List<ObjectInfo> found = new ArrayList<>();
    try {
      for (Result<Item> result :
          client.listObjects(
              ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true).build())) {
        Item item = result.get();
        found.add(new ObjectInfo(item.objectName(), item.size(), unquoted(item.etag())));
      }
      return found;
    } catch (MinioException | IllegalStateException e) {
      throw failure("list", prefix, e);
    }
  }

  @Override
  public void delete(String key) {
    try {
      client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    } catch (MinioException | IllegalStateException e) {
      ObjectStoreException failure = failure("delete", key, e);
      if (!(failure instanceof ObjectNotFoundException)) {
        throw failure;
      }
    }
  }

  @Override
  public void close() {
    try {
      client.close();
      puts.close();
    } catch (Exception e) {
      throw new ObjectStoreException("The store's client could not be closed", false, e);
    }
  }

  static String unquoted(String eTag) {
    return eTag == null ? "" : eTag.replace("\"", "");
  }

  /**
   * Names what went wrong. The client throws {@link IllegalStateException} around the {@link
   * IOException} when nobody listens at the endpoint; anything else of that kind is a mistake of
   * ours.
   */
  static ObjectStoreException failure(String doing, String key, Exception cause) {
    if (cause instanceof IllegalStateException mistake
        && !(cause.getCause() instanceof IOException)) {
      throw mistake;
    }
    if (cause instanceof ErrorResponseException answer) {
      int status = answer.response().code();
      if (status == NOT_FOUND && !"NoSuchBucket".equals(answer.errorResponse().code())) {
        return new ObjectNotFoundException(key, cause);
      }
      boolean retryable = status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS;
      return new ObjectStoreException(
          "The store would not "
              + doing
              + " "
              + key
              + ": "
              + answer.errorResponse().code()
              + " (status "
              + status
              + ")",
          retryable,
          cause);
    }
    return new ObjectStoreException(
        "The store could not be reached to " + doing + " " + key + ": " + cause.getMessage(),
        true,
        cause);
  }
}
