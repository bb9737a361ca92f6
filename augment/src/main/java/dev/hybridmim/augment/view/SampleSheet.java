package dev.hybridmim.augment.view;

import dev.hybridmim.augment.sample.CorruptSampleException;
import dev.hybridmim.augment.sample.SampleDecoder;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.Augmentation;
import dev.hybridmim.platform.message.Sample;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * A picture of samples: one row each, its three middle planes, each as it is and with its mask.
 *
 * <p>In: samples. Out: an image; a masked patch is tinted, regions are outlined. Planes are named
 * by the axes of the sample (right, down), which flips and turns have moved against the patient's.
 */
public final class SampleSheet {
  private static final int PANEL = 168;
  private static final int GAP = 6;
  private static final int PAIR_GAP = 18;
  private static final int CAPTION = 44;
  private static final int MARGIN = 14;
  private static final int PANELS = 6;

  private static final Color BACKGROUND = new Color(0x1b1d21);
  private static final Color TEXT = new Color(0xe8e8e8);
  private static final Color FAINT_TEXT = new Color(0x9aa0a8);
  private static final Color MASKED = new Color(255, 140, 26, 120);
  private static final Color REGION = new Color(90, 200, 250, 150);
  private static final Color PROBLEM = new Color(0xff6b6b);
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** Axis to the right, axis down, axis that the plane cuts. */
  private static final int[][] PLANES = {{0, 1, 2}, {0, 2, 1}, {1, 2, 0}};

  private static final char[] AXES = {'i', 'j', 'k'};

  private SampleSheet() {}

  /** Draws a sheet; a sample that fails its checksum is a row that says so. */
  public static BufferedImage draw(List<Sample> samples) {
    int width = 2 * MARGIN + PANELS * PANEL + 3 * GAP + 2 * PAIR_GAP;
    int rowHeight = CAPTION + PANEL + MARGIN;
    BufferedImage sheet =
        new BufferedImage(
            width, MARGIN + rowHeight * Math.max(1, samples.size()), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setColor(BACKGROUND);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    int top = MARGIN;
    for (Sample sample : samples) {
      drawRow(sample, graphics, top);
      top += rowHeight;
    }
    graphics.dispose();
    return sheet;
  }

  private static void drawRow(Sample sample, Graphics2D graphics, int top) {
    try {
      float[] voxels = SampleDecoder.voxels(sample);
      RegionGrid grid = SampleDecoder.grid(sample);
      byte[] codes = sample.getMaskCodes().toByteArray();
      caption(title(sample, grid, codes), changes(sample), TEXT, graphics, top);
      byte[] hidden = new byte[grid.voxels()];
      grid.expand(codes, hidden);
      int left = MARGIN;
      for (int[] plane : PLANES) {
        BufferedImage slice = slice(voxels, grid.subVolume(), plane);
        drawPanel(slice, plane, grid, null, graphics, left, top + CAPTION);
        left += PANEL + GAP;
        drawPanel(slice, plane, grid, hidden, graphics, left, top + CAPTION);
        left += PANEL + PAIR_GAP;
      }
    } catch (CorruptSampleException e) {
      caption(key(sample), e.getMessage(), PROBLEM, graphics, top);
    }
  }

  private static void caption(
      String title, String details, Color colour, Graphics2D graphics, int top) {
    graphics.setFont(BOLD);
    graphics.setColor(colour);
    graphics.drawString(title, MARGIN, top + 14);
    graphics.setFont(PLAIN);
    graphics.setColor(FAINT_TEXT);
    graphics.drawString(details, MARGIN, top + 32);
  }

  private static String key(Sample sample) {
    return sample.getRunId()
        + "/"
        + Long.toUnsignedString(sample.getTicket())
        + "/"
        + sample.getOrdinal();
  }

  private static String title(Sample sample, RegionGrid grid, byte[] codes) {
    int masked = grid.maskedCount(codes);
    return String.format(
        Locale.ROOT,
        "%s   %d x %d x %d voxels, %d of %d patches masked (%.0f %%)",
        key(sample),
        grid.subVolume()[0],
        grid.subVolume()[1],
        grid.subVolume()[2],
        masked,
        grid.patches(),
        100.0 * masked / grid.patches());
  }

  /** Where the sample comes from and what was done to it. */
  private static String changes(Sample sample) {
    Augmentation done = sample.getAugmentation();
    StringBuilder text = new StringBuilder("volume ");
    text.append(sample.getVolumeId(), 0, Math.min(12, sample.getVolumeId().length()));
    text.append(" from (").append(sample.getOrigin().getI());
    text.append(", ").append(sample.getOrigin().getJ());
    text.append(", ").append(sample.getOrigin().getK()).append(')');
    String flips =
        (done.getFlipI() ? "i" : "") + (done.getFlipJ() ? "j" : "") + (done.getFlipK() ? "k" : "");
    if (!flips.isEmpty()) {
      text.append(", flipped ").append(flips);
    }
    appendTurns(text, "ij", done.getQuarterTurns());
    appendTurns(text, "jk", done.getQuarterTurnsJk());
    appendTurns(text, "ik", done.getQuarterTurnsIk());
    if (done.getGamma() != 0) {
      text.append(String.format(Locale.ROOT, ", gamma %.2f", done.getGamma()));
    }
    if (done.getIntensityScale() != 0 || done.getIntensityShift() != 0) {
      text.append(
          String.format(
              Locale.ROOT, ", x %.2f %+.2f", done.getIntensityScale(), done.getIntensityShift()));
    }
    if (done.getNoise() != 0) {
      text.append(String.format(Locale.ROOT, ", noise %.3f", done.getNoise()));
    }
    return text.toString();
  }

  private static void appendTurns(StringBuilder text, String plane, int turns) {
    if (turns != 0) {
      text.append(", turned ").append(90 * turns).append("° in ").append(plane);
    }
  }

  private static BufferedImage slice(float[] voxels, int[] size, int[] plane) {
    int width = size[plane[0]];
    int height = size[plane[1]];
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int grey = Math.round(255 * Math.max(0, Math.min(1, voxels[index(size, plane, x, y)])));
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    return image;
  }

  /** The voxel of the middle plane, one patch's worth inside of the middle of even edges. */
  private static int index(int[] size, int[] plane, int x, int y) {
    int[] place = new int[3];
    place[plane[0]] = x;
    place[plane[1]] = y;
    place[plane[2]] = size[plane[2]] / 2;
    return (place[0] * size[1] + place[1]) * size[2] + place[2];
  }

  private static void drawPanel(
      BufferedImage slice,
      int[] plane,
      RegionGrid grid,
      byte[] hiddenOrNull,
      Graphics2D graphics,
      int left,
      int top) {
    int[] size = grid.subVolume();
    double scale = (double) PANEL / Math.max(slice.getWidth(), slice.getHeight());
    int width = (int) Math.round(scale * slice.getWidth());
    int height = (int) Math.round(scale * slice.getHeight());
    graphics.drawImage(slice, left, top, width, height, null);
    if (hiddenOrNull != null) {
      int patch = grid.patchEdge();
      graphics.setColor(MASKED);
      for (int y = 0; y < slice.getHeight(); y += patch) {
        for (int x = 0; x < slice.getWidth(); x += patch) {
          if (hiddenOrNull[index(size, plane, x, y)] != 0) {
            int fromX = left + (int) Math.round(scale * x);
            int fromY = top + (int) Math.round(scale * y);
            int toX = left + (int) Math.round(scale * (x + patch));
            int toY = top + (int) Math.round(scale * (y + patch));
            graphics.fillRect(fromX, fromY, toX - fromX, toY - fromY);
          }
        }
      }
      drawRegions(grid.regionEdge() * scale, width, height, graphics, left, top);
    }
    graphics.setFont(PLAIN);
    label(AXES[plane[0]] + " → " + AXES[plane[1]] + " ↓", graphics, left + 5, top + 15);
  }

  private static void drawRegions(
      double edge, int width, int height, Graphics2D graphics, int left, int top) {
    graphics.setColor(REGION);
    graphics.setStroke(new BasicStroke(1f));
    for (double x = 0; x <= width + 0.5; x += edge) {
      int at = left + Math.min(width - 1, (int) Math.round(x));
      graphics.drawLine(at, top, at, top + height - 1);
    }
    for (double y = 0; y <= height + 0.5; y += edge) {
      int at = top + Math.min(height - 1, (int) Math.round(y));
      graphics.drawLine(left, at, left + width - 1, at);
    }
  }

  /** Readable on black and on white. */
  private static void label(String text, Graphics2D graphics, int x, int y) {
    graphics.setColor(Color.BLACK);
    graphics.drawString(text, x + 1, y + 1);
    graphics.setColor(TEXT);
    graphics.drawString(text, x, y);
  }
}
