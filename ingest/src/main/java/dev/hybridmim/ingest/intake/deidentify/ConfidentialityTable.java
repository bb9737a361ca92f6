package dev.hybridmim.ingest.intake.deidentify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PS3.15 table E.1-1; this package's documentation says in what form. Immutable. */
final class ConfidentialityTable {
  private static final String RESOURCE = "confidentiality-profile.txt";
  private static final ConfidentialityTable STANDARD = read();

  private final List<ProfileRow> rows;
  private final Map<Integer, ProfileRow> byTag;
  private final List<Repeating> repeating;

  private ConfidentialityTable(List<ProfileRow> rows) {
    this.rows = List.copyOf(rows);
    this.byTag = new HashMap<>();
    this.repeating = new ArrayList<>();
    for (ProfileRow row : rows) {
      if (row.tag().equals("private")) {
        continue;
      }
      if (row.tag().contains("x")) {
        int value = Integer.parseUnsignedInt(row.tag().replace('x', '0'), 16);
        int mask = Integer.parseUnsignedInt(mask(row.tag()), 16);
        repeating.add(new Repeating(value, mask, row));
      } else {
        byTag.put(Integer.parseUnsignedInt(row.tag(), 16), row);
      }
    }
  }

  /** The table of the edition that this module carries. */
  static ConfidentialityTable standard() {
    return STANDARD;
  }

  List<ProfileRow> rows() {
    return rows;
  }

  /** The row of a standard attribute. */
  Optional<ProfileRow> find(int tag) {
    ProfileRow row = byTag.get(tag);
    if (row != null) {
      return Optional.of(row);
    }
    for (Repeating candidate : repeating) {
      if ((tag & candidate.mask()) == candidate.value()) {
        return Optional.of(candidate.row());
      }
    }
    return Optional.empty();
  }

  private static String mask(String tag) {
    StringBuilder mask = new StringBuilder();
    tag.chars().forEach(digit -> mask.append(digit == 'x' ? '0' : 'f'));
    return mask.toString();
  }

  private static ConfidentialityTable read() {
    return new ConfidentialityTable(
        WordList.lines(RESOURCE).stream().map(ProfileRow::parse).toList());
  }

  private record Repeating(int value, int mask, ProfileRow row) {}
}
