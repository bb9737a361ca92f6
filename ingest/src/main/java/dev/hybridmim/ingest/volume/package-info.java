/**
 * Prepared volumes in the object store.
 *
 * <h2>Format, version 1</h2>
 *
 * <p>A volume is a Zarr v3 hierarchy with OME-Zarr 0.5 metadata. Under its prefix, {@code
 * volumes/<id>/<recipe>/}, where {@code id} is the scan's content id and {@code recipe} a digest of
 * the settings it was prepared with:
 *
 * <table>
 * <caption>Objects</caption>
 * <tr><th>key</th><th>content</th></tr>
 * <tr><td>{@code zarr.json}</td><td>group metadata; written last, and alone makes the volume exist. Its SHA-256 is the checksum
 * in the catalogue</td></tr>
 * <tr><td>{@code 0/zarr.json}</td><td>array metadata, the same as in the group's {@code consolidated_metadata}, for readers
 * that don't look there</td></tr>
 * <tr><td>{@code 0/c/<i>/<j>/<k>}</td><td>chunks; all are written, also empty ones, so that a missing one is damage and never
 * background</td></tr>
 * </table>
 *
 * <h3>Array</h3>
 *
 * <p>Axes x, y, z are the patient's right, front and top; C order, z contiguous. Data type {@code
 * uint16}; {@code intensity = code / levels}, with {@code levels} in the group's attribute {@code
 * hybridmim}. Fixed point and not float16: intensities in [0, 1] lie evenly, so of 16 bits half of
 * float16's would go to numbers near 0; and the codes compress better. Chunks have equal edges, at
 * most 64 and as few as that allows, balanced: 65 voxels are chunks of 33, 100 are chunks of 50.
 * Codecs: {@code bytes} (little-endian), {@code zstd}, {@code crc32c}.
 *
 * <h3>Attributes of the group</h3>
 *
 * <ul>
 *   <li>{@code ome}: one multiscale of one level; scale is the spacing in millimetres, translation
 *       the centre of the first voxel. OME-Zarr can't say rotation; the exact place is {@code
 *       hybridmim.affine}.
 *   <li>{@code hybridmim}: {@code format} 1, {@code id}, {@code recipe}, {@code levels}, {@code
 *       modality} (ct, mr, pt), {@code intensity} (what raw intensity became 0 and 1), {@code
 *       affine} (row-major 4 x 4, prepared voxel to RAS+ millimetres), {@code geometry}: the grids
 *       (shape, affine) {@code source}, {@code oriented}, {@code resampled} and the boxes (origin,
 *       size in voxels of {@code resampled}) {@code foreground} and {@code prepared}.
 * </ul>
 *
 * <h2>Compatibility</h2>
 *
 * <p>Version 1 is the first one. Readers refuse other versions and other codecs.
 */
package dev.hybridmim.ingest.volume;
