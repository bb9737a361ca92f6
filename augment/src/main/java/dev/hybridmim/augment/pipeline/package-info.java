/**
 * The sampling pipeline on Beam.
 *
 * <pre>{@code
 * [volumes] --from the beginning--> ReadVolumeEvents --+
 *                                                      +--> PlanSamples --visits--> CutSubVolumes --> [samples]
 * [demand] --group hybridmim-augment--> ReadTickets ---+                                |
 *                       |                                                               +---------> [rejects]
 *                       +-----------------------------------------------------------------------> [rejects]
 * }</pre>
 *
 * <p>The catalogue is the topic {@code volumes} itself: it is read from its first record on every
 * start, so nothing but Kafka has to be kept. Tickets are read by a consumer group whose offsets
 * follow the checkpoints. Samples are written at least once; a consumer drops a (run, ticket,
 * ordinal) it has seen. A ticket that is asked again is answered again, with the same bytes. A
 * ticket that waits for the catalogue waits in the job's state: after a start without that state
 * its trainer has to ask again.
 *
 * <p>Reasons of rejects with stage {@code augment}:
 *
 * <table>
 * <caption>Rejects</caption>
 * <tr><th>reason</th><th>reference</th><th>what it means</th></tr>
 * <tr><td>bad-ticket</td><td>{@code demand/<offset>}</td><td>a record of demand can't be read or answered</td></tr>
 * <tr><td>bad-volume-event</td><td>{@code volumes/<offset>}</td><td>a record of volumes can't be read or taken in</td></tr>
 * <tr><td>unusable-volume</td><td>{@code volumes/<id>}</td><td>a volume is missing or damaged; its samples were drawn from others</td></tr>
 * <tr><td>unanswered-sample</td><td>{@code <run>/<ticket>/<ordinal>}</td><td>no volume drawn for a sample could be read</td></tr>
 * </table>
 */
package dev.hybridmim.augment.pipeline;
