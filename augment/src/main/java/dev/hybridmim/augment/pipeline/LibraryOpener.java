package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.sample.StoreVolumeLibrary;
import dev.hybridmim.augment.sample.VolumeLibrary;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.io.Serializable;

/** How a worker gets at the volumes. */
public interface LibraryOpener extends Serializable {
  /** Called once by each worker, which closes what it gets. */
  VolumeLibrary open();

  /**
   * The volumes of an S3 bucket.
   *
   * @param cacheBytes decoded chunks that each worker keeps
   */
  static LibraryOpener of(StoreAddress store, long cacheBytes) {
    return () -> new StoreVolumeLibrary(S3ObjectStore.open(store), cacheBytes);
  }
}
