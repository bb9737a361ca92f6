package dev.hybridmim.trainer.snapshot;

/**
 * A snapshot that exists.
 *
 * @param manifest what its manifest says
 * @param manifestSha256 hexadecimal SHA-256 of the manifest's bytes
 */
public record WrittenSnapshot(SnapshotManifest manifest, String manifestSha256) {}
