package dev.hybridmim.trainer.service;

import dev.hybridmim.trainer.snapshot.SnapshotDraft;

/** Where snapshots go. */
@FunctionalInterface
interface SnapshotSink {
  /** Makes a snapshot durable and announces it. */
  void take(SnapshotDraft draft) throws InterruptedException;
}
