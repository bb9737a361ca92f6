package dev.hybridmim.platform.store;

/**
 * An object's name and size.
 *
 * @param size bytes
 * @param eTag the store's mark of this content, without quotation marks
 */
public record ObjectInfo(String key, long size, String eTag) {}
