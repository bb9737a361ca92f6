/**
 * DICOM's upper layer over TCP (PS3.8 section 9), as the side that is called and, for measurements
 * and tests, as the side that calls.
 *
 * <h2>Units on the wire</h2>
 *
 * Every PDU begins with type (1 byte), a reserved byte, and the length of the rest (4 bytes, big
 * endian). No length is believed before it is compared with a bound:
 *
 * <table>
 * <caption>PDUs</caption>
 * <tr><th>type</th><th>name</th><th>largest length</th></tr>
 * <tr><td>01</td><td>A-ASSOCIATE-RQ</td><td>256 KiB</td></tr>
 * <tr><td>02</td><td>A-ASSOCIATE-AC</td><td>256 KiB</td></tr>
 * <tr><td>03</td><td>A-ASSOCIATE-RJ</td><td>4, exactly</td></tr>
 * <tr><td>04</td><td>P-DATA-TF</td><td>what this side has announced, 128 KiB</td></tr>
 * <tr><td>05, 06</td><td>A-RELEASE-RQ, -RP</td><td>4, exactly</td></tr>
 * <tr><td>07</td><td>A-ABORT</td><td>4, exactly</td></tr>
 * </table>
 *
 * Items inside must fill their PDU exactly; sub-items that are not known are skipped, as PS3.8
 * section 9.3.1 asks. What breaks a rule ends the association with A-ABORT, source 2 (provider) and
 * the reason of PS3.8 table 9-26.
 *
 * <h2>Negotiation</h2>
 *
 * <ul>
 *   <li>A presentation context is accepted for an abstract syntax and a transfer syntax that the
 *       {@link dev.hybridmim.ingest.intake.association.AcceptedSyntaxes} hold, else it is answered
 *       with result 3 or 4. Of several syntaxes the first proposed one is taken, but for implicit
 *       little endian, which is taken only where nothing better was proposed.
 *   <li>Asynchronous operations window: answered with one operation invoked and one performed
 *       whenever it is proposed.
 *   <li>Role selection: the caller may be user (SCU), never provider (SCP).
 *   <li>User identity, extended and common extended negotiation: ignored, without an answer, which
 *       is how PS3.7 annex D says that they are not supported.
 * </ul>
 *
 * <h2>States</h2>
 *
 * Of PS3.8 table 9-10: Sta2 (waiting for the request) and Sta13 (waiting for the caller to close)
 * end after the ARTIM time, however slowly bytes trickle in; Sta6 (established) ends when nothing
 * comes for the idle time. One thread serves one association; {@link
 * dev.hybridmim.ingest.intake.association.AssociationServer} bounds both.
 */
package dev.hybridmim.ingest.intake.association;
