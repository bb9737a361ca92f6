package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.io.Serializable;

/** Opens the object store where a worker runs. */
@FunctionalInterface
public interface StoreOpener extends Serializable {
  /** A store of the caller's own, to be closed by it. */
  ObjectStore open();

  /** An S3 bucket. */
  static StoreOpener s3(StoreAddress address) {
    return () -> S3ObjectStore.open(address);
  }
}
