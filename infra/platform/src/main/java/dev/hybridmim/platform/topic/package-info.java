/**
 * The platform's Kafka topics.
 *
 * <table>
 * <caption>Topics</caption>
 * <tr><th>topic</th><th>key</th><th>value</th><th>partitions</th><th>kept</th></tr>
 * <tr><td>scans</td><td>{@code bucket/key}</td><td>MinIO's notification JSON</td><td>4</td><td>for ever</td></tr>
 * <tr><td>volumes</td><td>{@code <id>/<scan digest>}, {@code <id>!}, {@code <id>!withdrawn}</td><td>VolumeEvent</td><td>1</td><td>compacted</td></tr>
 * <tr><td>demand</td><td>run id</td><td>DemandTicket</td><td>1</td><td>for ever</td></tr>
 * <tr><td>samples</td><td>{@code <run>/<ticket>/<ordinal>}</td><td>Sample</td><td>4</td><td>1 GiB a partition</td></tr>
 * <tr><td>snapshots</td><td>run id</td><td>SnapshotEvent</td><td>1</td><td>for ever</td></tr>
 * <tr><td>scores</td><td>{@code <run>/<step>/<task>}</td><td>ScoreEvent</td><td>1</td><td>compacted</td></tr>
 * <tr><td>promotions</td><td>{@code <task>/<sequence>}</td><td>PromotionEvent</td><td>1</td><td>compacted</td></tr>
 * <tr><td>rejects</td><td>{@code <stage>/<reference>}</td><td>Reject</td><td>1</td><td>compacted</td></tr>
 * </table>
 *
 * <p>Messages are Protobuf in package {@code hybridmim.v1}, see the module's {@code
 * src/main/proto}; they evolve by addition only. A sample that has fallen out of its topic can be
 * asked for again: its ticket gives the same bytes.
 */
package dev.hybridmim.platform.topic;
