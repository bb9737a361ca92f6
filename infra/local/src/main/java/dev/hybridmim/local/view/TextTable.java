package dev.hybridmim.local.view;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as they need to be; numbers to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  public void add(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("A row has " + headings.size() + " cells");
    }
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    int[] widths = new int[headings.size()];
    widen(widths, headings);
    rows.forEach(row -> widen(widths, row));
    StringBuilder text = new StringBuilder();
    appendRow(text, widths, headings);
    rows.forEach(row -> appendRow(text, widths, row));
    return text.toString();
  }

  private void appendRow(StringBuilder text, int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - cells.get(column).length());
      line.append(GAP);
      line.append(isNumeric(column) ? padding + cells.get(column) : cells.get(column) + padding);
    }
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> row.get(column).matches("-|[-+]?[0-9.]+( mm)?"));
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], cells.get(column).length());
    }
  }
}
