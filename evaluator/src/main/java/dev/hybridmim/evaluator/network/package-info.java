/**
 * Fine-tuned networks, kept in the object store so that new scans can be segmented with them.
 *
 * <h2>Objects</h2>
 *
 * <table>
 * <caption>Below {@code reports/networks/<task>/<run>/<step>/}</caption>
 * <tr><th>key</th><th>content</th></tr>
 * <tr><td>{@code network.safetensors}</td><td>every weight of the segmentation network by its plain name, F32</td></tr>
 * <tr><td>{@code network.json}</td><td>{@link dev.hybridmim.evaluator.network.FineTunedNetwork}: what it segments, how scans
 *     are prepared for it, checksum; written last and alone makes the network exist</td></tr>
 * </table>
 *
 * <h2>What is kept</h2>
 *
 * <p>Of each task the networks of the champion, of the champion before it (so that a rollback finds
 * it) and of the newest {@code evaluator.scoring.networksKept} snapshots; others are removed,
 * description first. Only the work that is stored under the score's plain key keeps its network. A
 * network has 4 bytes for each of its weights.
 */
package dev.hybridmim.evaluator.network;
