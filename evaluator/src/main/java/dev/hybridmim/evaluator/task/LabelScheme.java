package dev.hybridmim.evaluator.task;

import dev.hybridmim.evaluator.metric.LabelMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which classes a task has, and how they stand in label files, in training and in predictions.
 *
 * <p>Exclusive classes: a voxel has one; its code is the class, 0 being background. Overlapping
 * classes: a voxel may have several; bit r of its code tells whether it has class r.
 *
 * @param names of the classes; of exclusive ones background is the first
 * @param values the numbers that mean each class in label files
 * @param overlapping whether a voxel may have several classes
 * @param tolerancesMm of surface Dice for each reported class; empty: what the profile says
 */
public record LabelScheme(
    List<String> names,
    List<List<Integer>> values,
    boolean overlapping,
    List<Double> tolerancesMm) {
  private static final int MOST_OVERLAPPING = 8;

  public LabelScheme {
    names = List.copyOf(names);
    values = values.stream().map(List::copyOf).toList();
    tolerancesMm = tolerancesMm == null ? List.of() : List.copyOf(tolerancesMm);
    if (names.size() != values.size()
        || names.size() < (overlapping ? 1 : 2)
        || (overlapping && names.size() > MOST_OVERLAPPING)) {
      throw new IllegalArgumentException(
          "A task has background and at least one class, or 1 to 8 overlapping ones.");
    }
  }

  /** Class c is number c in label files. */
  public static LabelScheme exclusive(List<String> names) {
    List<List<Integer>> values = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      values.add(List.of(label));
    }
    return new LabelScheme(names, values, false, List.of());
  }

  /** Channels that a network gives. */
  public int outputs() {
    return names.size();
  }

  /** Number of classes that are scored: all but the background. */
  public int reported() {
    return overlapping ? names.size() : names.size() - 1;
  }

  /**
   * Name of a scored class.
   *
   * @param number from 1
   */
  public String name(int number) {
    return names.get(overlapping ? number - 1 : number);
  }

  /** Tolerance of surface Dice of a scored class, if the task has its own. */
  public OptionalDouble toleranceMm(int number) {
    return tolerancesMm.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(tolerancesMm.get(number - 1));
  }

  /** Numbers that label files may hold. */
  public Set<Integer> allowed() {
    Set<Integer> allowed = new TreeSet<>(Set.of(0));
    values.forEach(allowed::addAll);
    return allowed;
  }

  /** Codes of a label file's numbers. */
  public byte[] encode(byte[] numbers) {
    byte[] table = table();
    byte[] codes = new byte[numbers.length];
    for (int index = 0; index < numbers.length; index++) {
      codes[index] = table[numbers[index] & 0xff];
    }
    return codes;
  }

  private byte[] table() {
    byte[] table = new byte[256];
    for (int place = 0; place < values.size(); place++) {
      for (int value : values.get(place)) {
        table[value] = overlapping ? (byte) (table[value] | 1 << place) : (byte) place;
      }
    }
    return table;
  }

  /**
   * Numbers for a label file. Of overlapping classes the last one that a voxel has decides: its
   * number is the smallest that means this class and none after it.
   */
  public byte[] decode(byte[] codes) {
    byte[] table = new byte[256];
    for (int code = 1; code < 256; code++) {
      int place = overlapping ? 31 - Integer.numberOfLeadingZeros(code) : code;
      if (place < values.size()) {
        table[code] = (byte) own(place);
      }
    }
    byte[] numbers = new byte[codes.length];
    for (int index = 0; index < codes.length; index++) {
      numbers[index] = table[codes[index] & 0xff];
    }
    return numbers;
  }

  private int own(int place) {
    Set<Integer> later = new HashSet<>();
    if (overlapping) {
      values.subList(place + 1, values.size()).forEach(later::addAll);
    }
    return values.get(place).stream()
        .filter(value -> !later.contains(value))
        .min(Integer::compare)
        .orElse(values.get(place).get(0));
  }

  /**
   * A map that marks one class.
   *
   * @param codes of voxels
   * @param number from 1
   * @return the codes themselves where classes exclude each other, else 0 and {@link #marked}
   */
  public LabelMap select(LabelMap codes, int number) {
    if (!overlapping) {
      return codes;
    }
    byte[] marks = new byte[codes.size()];
    for (int index = 0; index < marks.length; index++) {
      marks[index] = (byte) (codes.at(index) >> (number - 1) & 1);
    }
    return new LabelMap(codes.shape(), marks);
  }

  /** The label that marks a class in {@link #select}'s map. */
  public int marked(int number) {
    return overlapping ? 1 : number;
  }

  /**
   * How many voxels have each scored class.
   *
   * @param histogram of codes
   * @return class n at place n - 1
   */
  public long[] counts(int[] histogram) {
    long[] counts = new long[reported()];
    for (int number = 1; number <= counts.length; number++) {
      for (int code = 0; code < histogram.length; code++) {
        boolean has = overlapping ? (code >> (number - 1) & 1) == 1 : code == number;
        counts[number - 1] += has ? histogram[code] : 0;
      }
    }
    return counts;
  }
}
