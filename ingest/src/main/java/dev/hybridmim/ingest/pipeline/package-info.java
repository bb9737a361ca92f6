/**
 * Ingest as a Beam pipeline: announcements in, prepared volumes, catalogue entries and rejects out.
 *
 * <h2>What an object may be</h2>
 *
 * <p>Told by its first bytes, never by its name: NIfTI (one file, or a header that finds its image
 * beside it, {@code x.hdr} and {@code x.img}); an instance of DICOM; a zip or tar, the latter also
 * packed with gzip, in which each series, file and pair is a scan of its own and other files are
 * passed over.
 *
 * <p>An archive is bounded: 100,000 entries, 200 times its own size unpacked (64 MiB are always
 * allowed), no name that leads out of it; nothing is unpacked to disk. A scan in it that can't be
 * prepared is rejected as {@code bucket/key#part}, and the archive itself only when none can be.
 *
 * <h2>Series</h2>
 *
 * <p>Where the objects of a series lie is specified in {@link dev.hybridmim.platform.scan}. An
 * instance that was put elsewhere is linked into the folder of its series. A series is due when its
 * sender's {@code complete.json} is there with as many instances, or when nothing new was announced
 * for a while (30 s by default, by the announcements' time). It is then prepared of what lies in
 * its folder.
 *
 * <p>{@code prepared.json} in the folder is a JSON array, one object for each version that was
 * prepared, the newest last: {@code version} (what stands for its entity tag), {@code recipe},
 * {@code volumes} (ids), {@code subject} and {@code study} (pseudonyms). It is written after the
 * volumes and before anybody hears of them. With each new version the volumes of all others are
 * excluded, reason superseded, under the record key {@code <volume id>!superseded}.
 *
 * <p>{@code pending/series/<series>} is written at the first announcement of a member, before that
 * counts as read, and removed an hour after the last one. A pipeline begins with the series named
 * there, so that none is lost with the state of an earlier process; repeating one that was prepared
 * costs a listing.
 */
package dev.hybridmim.ingest.pipeline;
