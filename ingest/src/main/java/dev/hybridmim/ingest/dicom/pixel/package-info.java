/**
 * Pixels of DICOM objects, from their bytes to numbers.
 *
 * <table>
 * <caption>What is decoded</caption>
 * <tr><th>transfer syntax</th><th>by</th></tr>
 * <tr><td>implicit and explicit VR, either byte order, deflated</td><td>{@code PixelReader}: 8, 16 and 32 bits allocated, any bits stored and high bit, with and without sign</td></tr>
 * <tr><td>RLE Lossless</td><td>{@code RleDecoder}</td></tr>
 * <tr><td>JPEG Lossless, process 14 and its first selection value</td><td>{@code JpegLosslessDecoder}</td></tr>
 * <tr><td>JPEG-LS Lossless and Near-Lossless</td><td>{@code JpegLsDecoder}</td></tr>
 * <tr><td>JPEG 2000, lossless only and any</td><td>JAI Image I/O JPEG 2000</td></tr>
 * </table>
 *
 * <p>Refused: colour and several samples, packed bits, floating point pixels, the lossy JPEG
 * processes, video. A compressed frame's own sizes must be the header's, and are compared before a
 * decoder sees the frame; a frame without its end marker is corrupt, so that no decoder fills in
 * what is missing.
 *
 * <p>The library's decoder is named here and not looked for by ImageIO's scan of the class path: in
 * a Flink job that depends on the class loader that asked first.
 */
package dev.hybridmim.ingest.dicom.pixel;
