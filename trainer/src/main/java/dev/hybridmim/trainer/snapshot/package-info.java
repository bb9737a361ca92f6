/**
 * Snapshots: everything a run needs to go on, or an evaluator to begin, as objects in the store.
 *
 * <h2>Objects</h2>
 *
 * <p>A snapshot lies below {@code snapshots/<run>/<step>/}; the step has twelve digits.
 *
 * <table>
 * <caption>Files of a snapshot</caption>
 * <tr><th>file</th><th>content</th></tr>
 * <tr><td>{@code weights.safetensors}</td><td>the network's arrays under their plain names, F32</td></tr>
 * <tr><td>{@code ema.safetensors}</td><td>the moving average of the weights under the same names; absent when the run keeps none</td></tr>
 * <tr><td>{@code optimizer.safetensors}</td><td>{@code moment1/<name>} and {@code moment2/<name>}, F32; {@code optimizer/updates}, I64 scalar</td></tr>
 * <tr><td>{@code provenance.json}</td><td>{@code {"samplesByVolume": {"<volume id>": 12, ...}}}: samples trained since the run began</td></tr>
 * <tr><td>{@code sheet.png}</td><td>a picture of what the network makes of a sample of the last batch, see {@link dev.hybridmim.trainer.look}; absent when {@code trainer.sheets} is false, and in older snapshots</td></tr>
 * <tr><td>{@code manifest.json}</td><td>written last, and alone makes the snapshot exist</td></tr>
 * </table>
 *
 * <h2>The manifest</h2>
 *
 * <p>A JSON object, UTF-8, at most 16 MiB:
 *
 * <pre>{@code
 * {
 *   "formatVersion": 1,
 *   "runId": "20261122-203011-7f3k2m",
 *   "step": 300,                                  // steps trained
 *   "createdAt": "2026-11-22T20:41:07.113Z",
 *   "softwareVersion": "0.1.0",
 *   "seed": 20261101,                             // of the run: every random choice is derived from it and the step
 *   "position": {
 *     "next": {"ticket": 37, "ordinal": 32},      // every sample before this one was trained exactly once
 *     "sampleOffsets": {"0": 611, "1": 598},      // topic samples: partition to the offset to seek to
 *     "demandOffset": 41                          // topic demand: no ticket from 37 on lies below it
 *   },
 *   "samplesTrained": 2400,
 *   "metrics": {"total": 0.31, ...},              // of the last step; numbers that are not finite are left out
 *   "profile": {...},                             // the whole profile
 *   "files": [{"name": "weights.safetensors", "bytes": 1234, "sha256": "<64 hexadecimal digits>"}, ...]
 * }
 * }</pre>
 *
 * <p>Readers ignore keys they do not know; a change that an old reader would misunderstand raises
 * {@code formatVersion}, and a reader refuses versions that it does not know. File names are
 * letters, digits, dots, dashes and underscores and never begin with a dot.
 *
 * <h2>What holds after a crash</h2>
 *
 * <p>Files are written first and the manifest last, so a crash at any byte leaves either no
 * manifest, and the snapshot does not exist, or a whole one. A store that tears a write is caught
 * by the checksums: such a snapshot is not valid, and the newest valid one is the one before it.
 * When a run comes to that step again the torn manifest is removed before any of its files is
 * written. Old snapshots are kept.
 *
 * <p>After the manifest, an event is published to topic {@code snapshots}. A snapshot without an
 * event is announced when the trainer starts again.
 *
 * <h2>Versions</h2>
 *
 * <p>1: the first.
 */
package dev.hybridmim.trainer.snapshot;
