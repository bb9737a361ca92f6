/**
 * Reads every byte of a platform's store and says, part by part, what is sound, what is damaged and
 * what would be lost.
 *
 * <table>
 * <caption>Parts</caption>
 * <tr><th>part</th><th>what is compared</th><th>damaged means</th></tr>
 * <tr><td>scan</td><td>each object that the catalogue or an announcement names: there, its size and, where it is an MD5, its entity tag</td><td>the scan can't be prepared again; its volume, if sound, stays usable</td></tr>
 * <tr><td>volume</td><td>root metadata with the catalogue's SHA-256, array metadata, each chunk with its CRC-32C</td><td>samples are drawn from others; preparing the scan again repairs it, if that is sound</td></tr>
 * <tr><td>snapshot</td><td>each file with size and SHA-256 of the manifest</td><td>a run goes on from the snapshot before it; the weights are lost</td></tr>
 * </table>
 *
 * <p>Orphans are objects that nothing refers to, such as the chunks of a volume whose writing was
 * cut off or a snapshot's files without a manifest: no damage, only space. A check changes nothing;
 * a repair deletes the root metadata of damaged volumes and has their scans prepared again.
 */
package dev.hybridmim.local.check;
