package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.report.Overlay;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A plane of a scan as SVG: the image, and the borders of the classes in truth and prediction. */
final class OverlayFigure {
  private static final int PIXELS = 5;
  static final String TRUTH = "#2fc04b";
  static final String PREDICTION = "#ff8c1a";

  private OverlayFigure() {}

  static String svg(Overlay overlay) {
    double height = overlay.height() * overlay.aspect();
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" viewBox=\"0 0 %d"
            + " %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s\">"
            + "<image width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\""
            + " style=\"image-rendering:pixelated\" href=\"data:image/png;base64,%s\"/>%s%s</svg>",
        overlay.width() * PIXELS,
        height * PIXELS,
        overlay.width(),
        overlay.height(),
        overlay.reference(),
        overlay.width(),
        overlay.height(),
        png(overlay),
        borders(overlay.truth(), overlay.width(), overlay.height(), TRUTH, 0.32),
        borders(overlay.prediction(), overlay.width(), overlay.height(), PREDICTION, 0.2));
  }

  private static String png(Overlay overlay) {
    BufferedImage image =
        new BufferedImage(overlay.width(), overlay.height(), BufferedImage.TYPE_BYTE_GRAY);
    image
        .getRaster()
        .setDataElements(0, 0, overlay.width(), overlay.height(), overlay.grey().clone());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** The edges between pixels of different classes. */
  private static String borders(byte[] labels, int width, int height, String colour, double wide) {
    StringBuilder path = new StringBuilder();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        byte own = labels[row * width + column];
        if (column + 1 < width && labels[row * width + column + 1] != own) {
          path.append("M").append(column + 1).append(' ').append(row).append("v1");
        }
        if (row + 1 < height && labels[(row + 1) * width + column] != own) {
          path.append("M").append(column).append(' ').append(row + 1).append("h1");
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.2f\""
            + " stroke-linecap=\"square\"/>",
        path,
        colour,
        wide);
  }
}
