package dev.hybridmim.platform.connection;

import java.io.Serializable;
import java.net.URI;
import java.util.Objects;

/** A bucket of an S3-compatible object store and how to sign in to it. */
public record StoreAddress(
    URI endpoint, String region, String bucket, String accessKey, String secretKey)
    implements Serializable {
  public StoreAddress {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(accessKey, "accessKey");
    Objects.requireNonNull(secretKey, "secretKey");
  }

  @Override
  public String toString() {
    return "StoreAddress[" + endpoint + ", bucket " + bucket + "]";
  }
}
