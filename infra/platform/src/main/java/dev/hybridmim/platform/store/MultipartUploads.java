package dev.hybridmim.platform.store;

import java.util.SortedMap;

/**
 * Objects that are put part by part, so that an upload that was cut off goes on where it was. An
 * object exists once its upload is completed and not before.
 */
public interface MultipartUploads {
  /** Begins an upload and returns its id. */
  String begin(String key, String contentType);

  /**
   * The parts that a store has of an upload, by number from 1 on; empty when it does not know the
   * upload (any more).
   */
  SortedMap<Integer, Part> parts(String key, String uploadId);

  /**
   * Puts a part, replacing one of the same number.
   *
   * @param content of exactly {@code size} bytes; at least 5 MiB, but for the last part
   */
  Part put(String key, String uploadId, int number, byte[] content);

  /** Makes the parts into the object and returns its entity tag. */
  String complete(String key, String uploadId, SortedMap<Integer, Part> parts);

  /**
   * A part that is durable.
   *
   * @param eTag MD5 of its bytes with most stores
   */
  record Part(int number, long size, String eTag) {}
}
