package dev.hybridmim.trainer.look;

import dev.hybridmim.platform.geometry.RegionGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link Reconstruction} as PNG; the package's description says what is to be seen.
 *
 * @param anatomical whether the grid is RAS, as of a prepared scan that was not mirrored
 * @param channel which channel is drawn, from 0
 */
public record ReconstructionSheet(boolean anatomical, int channel) {
  private static final int BACKGROUND = 0x16181d;
  private static final int TEXT = 0xe6e6e6;
  private static final int QUIET = 0x9aa0aa;
  private static final int MARK = 0xffd24a;
  private static final int LINE = 0x3a3f4a;
  private static final int RIGHT = 0x4caf50;
  private static final int WRONG = 0xe05252;
  private static final int MARGIN = 24;
  private static final int GAP = 14;
  private static final int LINE_HEIGHT = 20;
  private static final int LARGE = 2;
  private static final int TILE = 192;
  private static final int CELL = 44;
  private static final int LEGEND = 60;
  private static final int SLICES_OF_A_PLANE = 4;
  private static final String[] COLUMNS = {
    "INPUT", "MASKED INPUT", "RECONSTRUCTION", "WHOLE ANSWER", "ERROR"
  };

  public ReconstructionSheet {
    if (channel < 0) {
      throw new IllegalArgumentException("Channels are counted from 0");
    }
  }

  /** The middle slice of each plane, and the map of regions. */
  public byte[] overview(Reconstruction seen, String title) {
    List<Slice> slices = new ArrayList<>();
    for (Plane plane : Plane.values()) {
      slices.add(new Slice(plane, middle(seen, plane)));
    }
    return draw(seen, title, slices, true);
  }

  /** Several slices of one plane. */
  public byte[] plane(Reconstruction seen, Plane plane, String title) {
    int depth = plane.slices(seen.grid().subVolume());
    int count = Math.min(SLICES_OF_A_PLANE, depth);
    List<Slice> slices = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      slices.add(new Slice(plane, (2 * n + 1) * depth / (2 * count)));
    }
    return draw(seen, title, slices, false);
  }

  /** The map of regions alone. */
  public byte[] regions(Reconstruction seen, String title) {
    return draw(seen, title, List.of(), true);
  }

  private record Slice(Plane plane, int index) {}

  /** Just off the border between patches that often lies in the middle. */
  private static int middle(Reconstruction seen, Plane plane) {
    int depth = plane.slices(seen.grid().subVolume());
    return Math.min(depth - 1, depth / 2 + seen.grid().patchEdge() / 2);
  }

  private byte[] draw(Reconstruction seen, String title, List<Slice> slices, boolean map) {
    int[] edges = seen.grid().subVolume();
    int scale = scale(edges);
    int tileWidth = scale * Math.max(edges[0], edges[1]);
    int tilesWidth = COLUMNS.length * tileWidth + (COLUMNS.length - 1) * GAP + LEGEND;
    List<String> lines = lines(seen);
    int textWidth = lines.stream().mapToInt(line -> Canvas.textWidth(line, LARGE)).max().orElse(0);
    textWidth = Math.max(textWidth, Canvas.textWidth(title, LARGE));
    int width =
        2 * MARGIN
            + Math.max(
                textWidth, Math.max(slices.isEmpty() ? 0 : tilesWidth, map ? mapWidth(seen) : 0));
    int height = 2 * MARGIN + LINE_HEIGHT * (lines.size() + 1) + GAP;
    for (Slice slice : slices) {
      height += LINE_HEIGHT + scale * slice.plane().rows(edges) + GAP;
    }
    height += slices.isEmpty() ? 0 : LINE_HEIGHT;
    height += map ? mapHeight(seen) : 0;
    Canvas canvas = new Canvas(width, height, BACKGROUND);
    int y = MARGIN;
    canvas.text(title, MARGIN, y, LARGE, TEXT);
    y += LINE_HEIGHT;
    for (String line : lines) {
      canvas.text(line, MARGIN, y, LARGE, QUIET);
      y += LINE_HEIGHT;
    }
    y += GAP;
    if (!slices.isEmpty()) {
      for (int column = 0; column < COLUMNS.length; column++) {
        canvas.text(COLUMNS[column], MARGIN + column * (tileWidth + GAP), y, LARGE, TEXT);
      }
      y += LINE_HEIGHT;
    }
    for (Slice slice : slices) {
      y = row(canvas, seen, slice, scale, tileWidth, y);
    }
    if (map) {
      map(canvas, seen, y);
    }
    return canvas.png();
  }

  private static int scale(int[] edges) {
    int longest = Math.max(edges[0], Math.max(edges[1], edges[2]));
    return Math.max(1, TILE / longest);
  }

  private List<String> lines(Reconstruction seen) {
    List<String> lines = new ArrayList<>();
    int hidden = 0;
    for (int patches : seen.hiddenPatches()) {
      hidden += patches;
    }
    RegionGrid grid = seen.grid();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d of %d patches hidden, mean absolute error there %.4f",
            hidden,
            grid.patches(),
            seen.meanAbsoluteError()));
    lines.add(
        String.format(
            Locale.ROOT,
            "region counts right %d/%d, patches told rightly %.0f %%",
            seen.regionsRight(),
            grid.regions(),
            100 * seen.positionsRight()));
    if (seen.channels() > 1) {
      lines.add("channel " + (channel + 1) + " of " + seen.channels());
    }
    return lines;
  }

  private int row(
      Canvas canvas, Reconstruction seen, Slice slice, int scale, int tileWidth, int top) {
    int[] edges = seen.grid().subVolume();
    Plane plane = slice.plane();
    canvas.text(
        plane.name() + "  " + plane.sliceName(edges, slice.index()), MARGIN, top, LARGE, QUIET);
    int y = top + LINE_HEIGHT;
    int columns = plane.columns(edges);
    int rows = plane.rows(edges);
    for (int column = 0; column < COLUMNS.length; column++) {
      int what = column;
      int x = MARGIN + column * (tileWidth + GAP);
      canvas.frame(x, y, columns * scale, rows * scale, 1, LINE);
      canvas.picture(
          x,
          y,
          columns,
          rows,
          scale,
          (i, j) -> color(seen, what, plane.voxel(edges, slice.index(), i, j)));
      marks(canvas, plane, x, y, columns * scale, rows * scale);
    }
    legend(canvas, MARGIN + COLUMNS.length * (tileWidth + GAP), y, rows * scale);
    return y + rows * scale + GAP;
  }

  private int color(Reconstruction seen, int what, int voxel) {
    int index = channel * seen.hidden().length + voxel;
    boolean hidden = seen.hidden()[voxel] != 0;
    float input = seen.input()[index];
    float answer = seen.answer()[index];
    return switch (what) {
      case 0 -> Shades.gray(input);
      case 1 -> hidden ? Shades.HIDDEN : Shades.gray(input);
      case 2 -> Shades.gray(hidden ? answer : input);
      case 3 -> Shades.gray(answer);
      default -> hidden ? Shades.heat(Math.abs(answer - input)) : BACKGROUND;
    };
  }

  private void marks(Canvas canvas, Plane plane, int x, int y, int w, int h) {
    String[] marks = plane.marks(anatomical);
    int half = Glyphs.HEIGHT;
    int inset = Canvas.textWidth(marks[0], LARGE) / 2 + 4;
    mark(canvas, marks[0], x + inset, y + h / 2);
    mark(canvas, marks[1], x + w - inset, y + h / 2);
    mark(canvas, marks[2], x + w / 2, y + half + 4);
    mark(canvas, marks[3], x + w / 2, y + h - half - 4);
  }

  /** With a shadow, because it may lie on anything. */
  private static void mark(Canvas canvas, String mark, int x, int y) {
    canvas.centered(mark, x + 1, y + 1, LARGE, 0);
    canvas.centered(mark, x, y, LARGE, MARK);
  }

  private static void legend(Canvas canvas, int x, int y, int height) {
    int bar = 10;
    for (int row = 0; row < height; row++) {
      double share = 1 - (double) row / Math.max(1, height - 1);
      canvas.fill(x, y + row, bar, 1, Shades.heat(share * Shades.WORST));
    }
    canvas.text("0.5", x + bar + 4, y, LARGE, QUIET);
    canvas.text("0", x + bar + 4, y + height - Glyphs.HEIGHT * LARGE, LARGE, QUIET);
  }

  private static int mapWidth(Reconstruction seen) {
    int[] regions = seen.grid().regionCounts();
    return MAP_LABEL + regions[2] * (regions[0] * (CELL + 4) + GAP);
  }

  private static final int MAP_LABEL = 130;

  private static int mapHeight(Reconstruction seen) {
    int[] regions = seen.grid().regionCounts();
    return 2 * LINE_HEIGHT + 2 * (regions[1] * (CELL + 4) + GAP);
  }

  private void map(Canvas canvas, Reconstruction seen, int top) {
    int[] regions = seen.grid().regionCounts();
    int y = top;
    canvas.text(
        "HIDDEN PATCHES OF " + seen.grid().patchesPerRegion() + " IN EACH REGION",
        MARGIN,
        y,
        LARGE,
        TEXT);
    y += LINE_HEIGHT;
    int layerWidth = regions[0] * (CELL + 4) + GAP;
    for (int layer = 0; layer < regions[2]; layer++) {
      canvas.text("K " + layer, MARGIN + MAP_LABEL + layer * layerWidth, y, LARGE, QUIET);
    }
    y += LINE_HEIGHT;
    String[] marks = Plane.AXIAL.marks(anatomical);
    for (int said = 0; said < 2; said++) {
      canvas.text(said == 0 ? "TRUE" : "PREDICTED", MARGIN, y + CELL / 3, LARGE, TEXT);
      canvas.text("left " + marks[0] + " top " + marks[2], MARGIN, y + CELL / 3 + 22, 1, QUIET);
      for (int layer = 0; layer < regions[2]; layer++) {
        layer(canvas, seen, layer, said == 1, MARGIN + MAP_LABEL + layer * layerWidth, y);
      }
      y += regions[1] * (CELL + 4) + GAP;
    }
  }

  /** Regions of one layer, laid out as an axial slice. */
  private static void layer(
      Canvas canvas, Reconstruction seen, int layer, boolean said, int left, int top) {
    int[] regions = seen.grid().regionCounts();
    int patches = seen.grid().patchesPerRegion();
    for (int i = 0; i < regions[0]; i++) {
      for (int j = 0; j < regions[1]; j++) {
        int region = (i * regions[1] + j) * regions[2] + layer;
        int x = left + (regions[0] - 1 - i) * (CELL + 4);
        int y = top + (regions[1] - 1 - j) * (CELL + 4);
        int truth = seen.hiddenPatches()[region];
        int answer = seen.saidPatches()[region];
        double share = (said ? seen.expectedPatches()[region] : truth) / patches;
        int color = Double.isFinite(share) ? Shades.share(share) : Shades.NOT_FINITE;
        canvas.fill(x, y, CELL, CELL, color);
        if (said) {
          canvas.frame(x + 2, y + 2, CELL - 4, CELL - 4, 2, truth == answer ? RIGHT : WRONG);
        }
        String number = Integer.toString(said ? answer : truth);
        int letter = share > 0.5 ? 0 : 0xffffff;
        canvas.centered(number, x + CELL / 2, y + CELL / 2, LARGE, letter);
      }
    }
  }
}
