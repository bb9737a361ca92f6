package dev.hybridmim.ingest.volume;

/**
 * A volume that exists in the store.
 *
 * @param prefix its objects' common prefix, ends with a slash
 * @param checksum SHA-256 of its root metadata, hexadecimal
 */
public record StoredVolume(String prefix, String checksum, VolumeMetadata metadata) {}
