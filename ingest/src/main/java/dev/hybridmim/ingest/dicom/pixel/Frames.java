package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.Element;
import java.nio.ByteBuffer;

/** Which fragments make which frame (PS3.5 A.4). */
final class Frames {
  private static final int ITEM_HEADER_BYTES = 8;

  private Frames() {}

  /**
   * The compressed bytes of a frame: a copy.
   *
   * @throws DicomException when it can't be told which fragments they are
   */
  static byte[] bytes(Element.Encapsulated pixels, int frame, int frames) throws DicomException {
    int fragments = pixels.fragmentCount();
    if (frames == 1) {
      return join(pixels, 0, fragments);
    }
    if (fragments == frames) {
      return join(pixels, frame, frame + 1);
    }
    ByteBuffer offsets = pixels.offsetTable();
    if (fragments < frames || offsets.remaining() != frames * Integer.BYTES) {
      throw PixelReader.corrupt(
          "%d fragments without a table of offsets stand for %d frames"
              .formatted(fragments, frames),
          null);
    }
    int first = fragmentAt(pixels, offsets.getInt(frame * Integer.BYTES) & 0xffffffffL);
    int end =
        frame + 1 < frames
            ? fragmentAt(pixels, offsets.getInt((frame + 1) * Integer.BYTES) & 0xffffffffL)
            : fragments;
    if (end <= first) {
      throw PixelReader.corrupt("The table of offsets does not ascend", null);
    }
    return join(pixels, first, end);
  }

  private static int fragmentAt(Element.Encapsulated pixels, long offset) throws DicomException {
    long at = 0;
    for (int n = 0; n < pixels.fragmentCount(); n++) {
      if (at == offset) {
        return n;
      }
      at += ITEM_HEADER_BYTES + pixels.fragment(n).remaining();
    }
    throw PixelReader.corrupt("The table of offsets names no fragment", null);
  }

  private static byte[] join(Element.Encapsulated pixels, int first, int end) {
    int length = 0;
    for (int n = first; n < end; n++) {
      length += pixels.fragment(n).remaining();
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (int n = first; n < end; n++) {
      ByteBuffer fragment = pixels.fragment(n);
      int count = fragment.remaining();
      fragment.get(joined, at, count);
      at += count;
    }
    return joined;
  }
}
