/**
 * DICOM's messages (PS3.7): C-ECHO and C-STORE, answered as their provider.
 *
 * <h2>Commands</h2>
 *
 * A command is a data set of group 0000 in implicit VR little endian, at most 16 KiB. Every element
 * is read, none is believed to be there: a command without the fields it needs, or with one twice,
 * ends the association.
 *
 * <h2>Answers to C-STORE</h2>
 *
 * <table>
 * <caption>Status codes (PS3.4 annex B, PS3.7 annex C)</caption>
 * <tr><th>status</th><th>when</th></tr>
 * <tr><td>0000</td><td>the instance is durable, now or since before</td></tr>
 * <tr><td>0110</td><td>processing failure: something went wrong here</td></tr>
 * <tr><td>0117</td><td>invalid object instance: the instance UID of the command is malformed</td></tr>
 * <tr><td>0122</td><td>the SOP class is not that of the presentation context</td></tr>
 * <tr><td>0211</td><td>unrecognised operation: neither C-ECHO nor C-STORE</td></tr>
 * <tr><td>A700</td><td>out of resources: the store is away, the disk nearly full, the instance larger
 * than allowed</td></tr>
 * <tr><td>A900</td><td>the data set's class or instance is not that of the command</td></tr>
 * <tr><td>C000</td><td>the data set can't be understood, or the policy refuses it</td></tr>
 * </table>
 *
 * <p>An answer that is not 0000 carries an error comment of ours that holds no value of the data
 * set.
 */
package dev.hybridmim.ingest.intake.message;
