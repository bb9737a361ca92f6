package dev.hybridmim.trainer.look;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pixels, 0xRRGGBB; what lies outside is not drawn. */
final class Canvas {
  static final int LETTER_WIDTH = Glyphs.WIDTH + 1;

  private final int width;
  private final int height;
  private final int[] pixels;

  Canvas(int width, int height, int background) {
    this.width = width;
    this.height = height;
    this.pixels = new int[width * height];
    Arrays.fill(pixels, background);
  }

  void fill(int x, int y, int w, int h, int color) {
    for (int row = Math.max(0, y); row < Math.min(height, y + h); row++) {
      for (int column = Math.max(0, x); column < Math.min(width, x + w); column++) {
        pixels[row * width + column] = color;
      }
    }
  }

  /** A frame just outside a rectangle. */
  void frame(int x, int y, int w, int h, int thickness, int color) {
    fill(x - thickness, y - thickness, w + 2 * thickness, thickness, color);
    fill(x - thickness, y + h, w + 2 * thickness, thickness, color);
    fill(x - thickness, y, thickness, h, color);
    fill(x + w, y, thickness, h, color);
  }

  /** Text whose upper left corner is given. */
  void text(String text, int x, int y, int scale, int color) {
    for (int index = 0; index < text.length(); index++) {
      for (int row = 0; row < Glyphs.HEIGHT; row++) {
        for (int column = 0; column < Glyphs.WIDTH; column++) {
          if (Glyphs.isSet(text.charAt(index), column, row)) {
            fill(x + (index * LETTER_WIDTH + column) * scale, y + row * scale, scale, scale, color);
          }
        }
      }
    }
  }

  /** Text whose middle is given. */
  void centered(String text, int x, int y, int scale, int color) {
    text(text, x - textWidth(text, scale) / 2, y - Glyphs.HEIGHT * scale / 2, scale, color);
  }

  static int textWidth(String text, int scale) {
    return (text.length() * LETTER_WIDTH - 1) * scale;
  }

  /** Colour of a pixel of a small picture. */
  @FunctionalInterface
  interface Shader {
    int color(int column, int row);
  }

  /** A small picture, every pixel of it a square. */
  void picture(int x, int y, int columns, int rows, int scale, Shader shader) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        fill(x + column * scale, y + row * scale, scale, scale, shader.color(column, row));
      }
    }
  }

  /** The PNG file. */
  byte[] png() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // The stream is named, because ImageIO would otherwise make a temporary file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalStateException("Every Java platform writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
