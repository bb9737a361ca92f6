/**
 * Announcements of scans: the JSON that MinIO publishes to Kafka for an S3 bucket notification; and
 * where the objects of a DICOM series lie.
 *
 * <h2>Notifications</h2>
 *
 * <p>The record's key is {@code bucket/key}. In the value {@code Records[].s3.object.key} is
 * query-escaped ({@code /} is {@code %2F}, a space is {@code +}), the top-level {@code Key} is not;
 * {@code size}, {@code eTag} and {@code versionId} are absent when empty. An object is announced by
 * {@code s3:ObjectCreated:Put}, {@code :CompleteMultipartUpload}, {@code :Copy} and {@code :Post};
 * other events that begin alike (tagging, retention) announce nothing and are passed over.
 *
 * <h2>Series</h2>
 *
 * <p>A scan of DICOM is a series, and a series is many objects. They lie in one folder, and each is
 * announced like any other object. {@code <series>}, {@code <instance>} and {@code <object>} are
 * {@link dev.hybridmim.platform.scan.Pseudonyms}.
 *
 * <table>
 * <caption>Objects of a series</caption>
 * <tr><th>key</th><th>content</th><th>written by</th></tr>
 * <tr><td>{@code raw/series/<series>/<instance>.dcm}</td><td>DICOM PS3.10</td><td>whoever takes scans in</td></tr>
 * <tr><td>{@code raw/series/<series>/<object>.link}</td><td>{@code {"key": "raw/...", "eTag": "..."}}: an instance that was put under a key of its own</td><td>ingest</td></tr>
 * <tr><td>{@code raw/series/<series>/complete.json}</td><td>{@code {"instances": 28}}: the sender has sent so many and sends no more</td><td>whoever takes scans in, last</td></tr>
 * <tr><td>{@code raw/series/<series>/prepared.json}</td><td>what became of the versions of the series: see the ingest module</td><td>ingest</td></tr>
 * <tr><td>{@code pending/series/<series>}</td><td>nothing: the series may still have to be prepared</td><td>ingest</td></tr>
 * </table>
 *
 * <p>{@code complete.json} is optional. With it a series is prepared as soon as that many instances
 * are in the folder; without it, when nothing new came for a while. A member that comes after that
 * makes a new version of the series. Where a series is named as the source of a volume or in a
 * reject, the key is the folder, with its slash, and the entity tag {@link
 * dev.hybridmim.platform.scan.SeriesKeys#version}.
 */
package dev.hybridmim.platform.scan;
