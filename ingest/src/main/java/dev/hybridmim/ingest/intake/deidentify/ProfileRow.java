package dev.hybridmim.ingest.intake.deidentify;

/**
 * A row of the table.
 *
 * @param tag eight hexadecimal digits, {@code x} for any; or {@code private}
 * @param cleanDescriptors whether that option cleans the value
 * @param keepDevice whether the device option keeps the value
 * @param cleanDevice whether the device option cleans the value
 * @param modifyDates whether the option of modified dates shifts the value
 */
record ProfileRow(
    String tag,
    BasicAction basic,
    boolean cleanDescriptors,
    boolean keepDevice,
    boolean cleanDevice,
    boolean modifyDates,
    String keyword) {

  static ProfileRow parse(String line) {
    String[] parts = line.split(" ");
    if (parts.length != 6) {
      throw new IllegalArgumentException("The table has a line that is not of six columns");
    }
    return new ProfileRow(
        parts[0],
        BasicAction.of(parts[1]),
        parts[2].equals("C"),
        parts[3].equals("K"),
        parts[3].equals("C"),
        parts[4].equals("C"),
        parts[5]);
  }
}
