package dev.hybridmim.augment.sample;

import dev.hybridmim.platform.message.Volume;

/** Where prepared volumes are read from. One belongs to each worker; not thread-safe. */
public interface VolumeLibrary extends AutoCloseable {
  /**
   * A volume that boxes can be read from.
   *
   * @throws UnusableVolumeException when the volume is missing or damaged, now or when a box of it
   *     is read
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away: every volume
   *     would fail
   */
  VoxelSource open(Volume volume);

  @Override
  void close();
}
