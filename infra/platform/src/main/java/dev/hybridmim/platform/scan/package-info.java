/**
 * Announcements of scans: the JSON that MinIO publishes to Kafka for an S3 bucket notification.
 *
 * <p>The record's key is {@code bucket/key}. In the value {@code Records[].s3.object.key} is
 * query-escaped ({@code /} is {@code %2F}, a space is {@code +}), the top-level {@code Key} is not;
 * {@code size}, {@code eTag} and {@code versionId} are absent when empty. An object is announced by
 * {@code s3:ObjectCreated:Put}, {@code :CompleteMultipartUpload}, {@code :Copy} and {@code :Post};
 * other events that begin alike (tagging, retention) announce nothing and are passed over.
 */
package dev.hybridmim.platform.scan;
