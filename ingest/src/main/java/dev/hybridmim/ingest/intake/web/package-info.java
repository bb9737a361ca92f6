/**
 * DICOMweb's STOW-RS (PS3.18 section 10.5): instances by HTTP.
 *
 * <table>
 * <caption>Requests</caption>
 * <tr><th>request</th><th>body</th></tr>
 * <tr><td>{@code POST /dicom-web/studies}</td><td>{@code multipart/related; type="application/dicom"}
 * of any number of PS3.10 files, or {@code application/dicom}, one file</td></tr>
 * <tr><td>{@code POST /dicom-web/studies/<study>}</td><td>the same; instances of other studies are
 * refused</td></tr>
 * <tr><td>{@code GET /metrics}</td><td>counters in Prometheus' text format</td></tr>
 * </table>
 *
 * <p>Bodies are read as a stream, with a length or chunked; an instance is bounded, a header line
 * and the number of parts are too. Each instance is durable before the next is read.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><th>status</th><th>when</th></tr>
 * <tr><td>200</td><td>every instance is stored</td></tr>
 * <tr><td>202</td><td>some are; {@code FailedSOPSequence} names the others with their reasons</td></tr>
 * <tr><td>409</td><td>none is, for reasons that lie in the instances</td></tr>
 * <tr><td>503</td><td>none is, since the store is away, the disk nearly full or too much under way;
 * with {@code Retry-After}</td></tr>
 * <tr><td>400</td><td>the body is no multipart message, breaks off or is empty</td></tr>
 * <tr><td>401</td><td>no or wrong credentials</td></tr>
 * <tr><td>404, 405, 415</td><td>another path, method or media type</td></tr>
 * <tr><td>413</td><td>none is stored, and one was larger than allowed</td></tr>
 * </table>
 *
 * <p>The answer is DICOM JSON: {@code 00081199} (ReferencedSOPSequence) of what is stored, {@code
 * 00081198} (FailedSOPSequence) of what is not, with {@code 00081197} (FailureReason), the status
 * that C-STORE would have answered. UIDs are the sender's own. There is no RetrieveURL: nothing can
 * be fetched here.
 */
package dev.hybridmim.ingest.intake.web;
