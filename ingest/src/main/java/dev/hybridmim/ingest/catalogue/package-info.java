/**
 * The catalogue as a whole: what topics {@code volumes}, {@code rejects} and {@code scans} together
 * say about every scan.
 *
 * <h2>Once</h2>
 *
 * <p>A scan is entered once. Compaction of {@code volumes} keeps the last record of a key, so an
 * entry that came again would move to a later offset when the log is compacted, and with it the
 * answers to old tickets. {@link dev.hybridmim.ingest.catalogue.EnterOnce} therefore drops entries
 * that the topic already has.
 *
 * <h2>Rejects</h2>
 *
 * <p>Each refusal is a record of its own; {@link dev.hybridmim.ingest.catalogue.ScanLedger} merges
 * those of one key: the first time seen is the earliest, the last one the latest, and they are
 * counted. Compaction forgets records but the last one a week after they came; then the count
 * begins anew. A refusal is history, and no longer listed, once its scan was prepared later, or
 * another version of the object was announced later.
 *
 * <h2>Withdrawals</h2>
 *
 * <p>A withdrawal is an exclusion under the key {@code <volume id>!withdrawn}, published once. It
 * has a key of its own because an exclusion under {@code <volume id>!} may be there already, whose
 * offset must not move.
 */
package dev.hybridmim.ingest.catalogue;
