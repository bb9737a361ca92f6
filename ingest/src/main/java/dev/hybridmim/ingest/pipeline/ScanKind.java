package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.dicom.DicomReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** What an object holds, by its first bytes and never by its name. */
enum ScanKind {
  /** An object of DICOM. */
  DICOM,
  /** A zip. */
  ZIP,
  /** A tar. */
  TAR,
  /** A tar, packed with gzip. */
  PACKED_TAR,
  /** NIfTI, or nothing that is known: its reader says which. */
  NIFTI;

  /** So many bytes tell. */
  static final int HEAD_BYTES = 4096;

  private static final int TAR_BLOCK = 512;
  private static final int TAR_MARK = 257;
  private static final byte[] ZIP_ENTRY = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};

  /** By the first {@link #HEAD_BYTES} bytes, or all of a shorter object. */
  static ScanKind of(byte[] head) {
    if (DicomReader.isDicom(head)) {
      return DICOM;
    }
    if (begins(head, ZIP_ENTRY) || begins(head, EMPTY_ZIP)) {
      return ZIP;
    }
    if (isTar(head)) {
      return TAR;
    }
    return isTar(unpacked(head)) ? PACKED_TAR : NIFTI;
  }

  boolean isArchive() {
    return this == ZIP || this == TAR || this == PACKED_TAR;
  }

  private static boolean isTar(byte[] head) {
    return head.length >= TAR_BLOCK
        && head[TAR_MARK] == 'u'
        && head[TAR_MARK + 1] == 's'
        && head[TAR_MARK + 2] == 't'
        && head[TAR_MARK + 3] == 'a'
        && head[TAR_MARK + 4] == 'r';
  }

  private static boolean begins(byte[] head, byte[] mark) {
    return head.length >= mark.length && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
  }

  /** The first block of what is packed; nothing when it is not, or not soundly. */
  private static byte[] unpacked(byte[] head) {
    if (head.length < 2 || head[0] != 0x1f || (head[1] & 0xff) != 0x8b) {
      return new byte[0];
    }
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(head))) {
      return plain.readNBytes(TAR_BLOCK);
    } catch (IOException e) {
      // A broken stream is told by the reader of NIfTI, which has a reason for it.
      return new byte[0];
    }
  }
}
