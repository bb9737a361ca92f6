package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;

/**
 * JPEG-LS (ITU-T T.87, ISO 14495-1), lossless and near-lossless, one component, written here since
 * no maintained library has it.
 *
 * <p>Restart intervals, mapping tables and interleaved components are refused: no writer of DICOM
 * uses them for one component.
 */
final class JpegLsDecoder implements FrameDecoder {
  private static final int FRAME = 0xf7;

  @Override
  public void decode(byte[] frame, PixelFormat format, int[] into) throws DicomException {
    CodestreamHeader header = CodestreamHeader.ofJpeg(frame, FRAME);
    header.require(format);
    if (header.precision() < 2 || header.precision() > 16) {
      throw PixelReader.corrupt("A JPEG-LS frame has samples of an impossible precision", null);
    }
    JpegLsParameters parameters = JpegLsParameters.of(frame, header.precision());
    new JpegLsScan(parameters, new JpegLsBits(frame, parameters.dataBegin()), header.width())
        .decode(header.height(), into);
  }
}
