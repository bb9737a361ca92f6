/**
 * A directory of scans, put into the store and announced.
 *
 * <p>Files whose names end in {@code .nii}, {@code .nii.gz}, {@code .zip}, {@code .tar}, {@code
 * .tar.gz} or {@code .tgz} (in any case) are scans, at any depth, through links as well; so are
 * images of DICOM series (CT, MR, PET), which are told by content whatever their names are. Others,
 * also DICOM's directories of media and reports, are counted as ignored and shown; hidden ones (a
 * name that begins with a dot) are not even counted. A file counts as complete when size and time
 * of change have stayed the same between two looks, or when it has not changed for some seconds.
 *
 * <h2>Keys</h2>
 *
 * A file's name may identify a patient, so that no key, topic or log may hold it. The object's key
 * is {@code raw/} followed by the first 32 hexadecimal digits of HMAC-SHA256(site secret, absolute
 * path) and the ending. The absolute path, because two archives may hold files of the same relative
 * path, and one must not overwrite the other.
 *
 * <p>Images of DICOM lie in their series' folder ({@link dev.hybridmim.platform.scan}), named by a
 * pseudonym of their path. When every file of a series that a look has found is announced, {@code
 * complete.json} says how many they are; a file that comes later is announced and counted again.
 *
 * <h2>The index: {@code scans.jsonl}</h2>
 *
 * One JSON document a line, appended after the put and the announcement of an object are durable:
 * {@code key}, {@code path} (absolute), {@code size} (bytes), {@code modified} (milliseconds since
 * 1970), {@code eTag}. Of several lines with one key the last one counts. A last line that a kill
 * has cut short is dropped at the next start; its file is then put and announced once more, which
 * is harmless because scans are known by content. The index never leaves this machine: it is what
 * turns a key in a reject back into the user's own file name.
 *
 * <h2>Order</h2>
 *
 * Put, announce, index. A kill between two of them repeats work and loses nothing.
 */
package dev.hybridmim.local.scans;
