/**
 * From a received instance to a durable, de-identified object that is announced.
 *
 * <h2>Order</h2>
 *
 * <ol>
 *   <li>The data set is read, compared with what was said of it, and de-identified. Uncompressed
 *       and deflated data sets are kept in explicit VR little endian, so that an instance sent in
 *       several of these syntaxes is one object; compressed ones keep their fragments.
 *   <li>The result is written to the journal and forced to the disk, and at the same time put into
 *       the object store under its key unless there is one of that key. If there is, and it is
 *       another image (not merely the same pixels and attributes in another lossless transfer
 *       syntax), this one goes to quarantine. Only when both is done is success answered.
 *   <li>It is announced on topic {@code scans}; once Kafka has acknowledged that and {@code
 *       journalSeconds} have passed, the journal forgets it.
 * </ol>
 *
 * <p>A kill at any instant: what the journal holds is put (where it is missing) and announced again
 * at the next start, so an acknowledged instance is stored, once, and announced at least once. What
 * was put and not yet in the journal was not acknowledged: it comes again, or is there as a member
 * of its series. A loss of power: the embedded store does not force objects to the disk, but the
 * journal is forced, and for {@code journalSeconds} it can replace what the store has lost; a store
 * that loses older objects is beyond it.
 *
 * <h2>Keys</h2>
 *
 * <table>
 * <caption>Objects</caption>
 * <tr><th>key</th><th>what</th></tr>
 * <tr><td>{@code raw/series/<series>/<instance>.dcm}</td><td>an instance ({@link
 * dev.hybridmim.platform.scan.SeriesKeys})</td></tr>
 * <tr><td>{@code raw/series/<series>/complete.json}</td><td>the series is complete</td></tr>
 * <tr><td>{@code quarantine/conflicting-instance/<series>/<instance>-<digest>.dcm}</td><td>an
 * instance whose UID was there already with other content</td></tr>
 * <tr><td>{@code quarantine/burned-in/<series>/<instance>-<digest>.dcm}</td><td>pixels that may show
 * who it is</td></tr>
 * </table>
 *
 * <p>What is in quarantine is announced on topic {@code rejects}, stage {@code intake}, and not on
 * {@code scans}.
 *
 * <h2>Files below the intake's directory</h2>
 *
 * <table>
 * <caption>Files</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>{@code lock}</td><td>held by the one intake that works here</td></tr>
 * <tr><td>{@code receiving/}</td><td>data sets too large for memory while they come in, readable by
 * this user only; emptied at each start. The only place where identifiers touch a disk</td></tr>
 * <tr><td>{@code journal/<escaped key>@<length>-<CRC-32>-<start>-<number>}</td><td>a de-identified
 * object, each time it came; one that disagrees with its length and CRC-32 was cut off by a loss of
 * power before it was acknowledged, and is forgotten</td></tr>
 * <tr><td>{@code open-series/<series>}</td><td>empty: instances of the series came and it is not yet
 * said to be complete</td></tr>
 * </table>
 */
package dev.hybridmim.ingest.intake.store;
