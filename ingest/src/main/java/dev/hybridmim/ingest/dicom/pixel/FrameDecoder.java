package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;

/** Decodes one compressed frame. Thread-safe. */
interface FrameDecoder {
  /**
   * Decodes a frame.
   *
   * @param frame the compressed bytes, with padding behind them
   * @param format what the object's header says; a stream that says otherwise is refused
   * @param into the bits of each pixel, row by row
   * @throws DicomException when the stream is corrupt
   */
  void decode(byte[] frame, PixelFormat format, int[] into) throws DicomException;
}
