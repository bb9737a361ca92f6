package dev.hybridmim.ingest.dicom.series;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.GeometryCheck;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Stacks slices to a volume where they are one. */
final class SliceStack {
  /** Positions closer than this are the same. */
  private static final double SAME_POSITION_MM = 0.01;

  /** How far a slice may lie from its place in an even stack: files round positions. */
  private static final double PLACE_TOLERANCE_MM = 0.05;

  private static final double PLACE_TOLERANCE_OF_STEP = 0.02;
  private static final double GAP_OF_STEP = 1.5;
  private static final int NAMED_SLICES = 8;

  private final String reference;
  private final List<Slice> slices;
  private int repeated;

  SliceStack(String reference, List<Slice> slices) {
    this.reference = reference;
    this.slices = slices;
  }

  /** One volume, or as many as the scanner has acquired one above the other. */
  List<AssembledSeries> assemble(SeriesIdentity identity) throws UnreadableScanException {
    requireOneGeometry();
    double[] normal = slices.get(0).normal();
    List<Slice> sorted = new ArrayList<>(slices);
    sorted.sort(
        Comparator.comparingDouble((Slice slice) -> slice.along(normal))
            .thenComparingInt(Slice::instance)
            .thenComparingInt(Slice::frame));
    List<AssembledSeries> volumes = new ArrayList<>();
    for (List<Slice> stack : byThickness(withoutRepeated(sorted, normal))) {
      Affine affine = affine(stack, normal);
      Slice first = stack.get(0);
      int[] shape = {first.columns(), first.rows(), stack.size()};
      GeometryCheck.require(shape, affine, reference);
      Image image = new Image(voxels(stack), shape, affine, first.modality());
      volumes.add(new AssembledSeries(image, identity, repeated));
    }
    return volumes;
  }

  /**
   * Heads are often scanned in thin slices at the base and thick ones above. Where each thickness
   * has one unbroken run, the runs are volumes of their own.
   */
  private static List<List<Slice>> byThickness(List<Slice> sorted) {
    List<List<Slice>> runs = new ArrayList<>();
    for (Slice slice : sorted) {
      if (runs.isEmpty() || runs.get(runs.size() - 1).get(0).thickness() != slice.thickness()) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(slice);
    }
    long thicknesses = sorted.stream().mapToDouble(Slice::thickness).distinct().count();
    return runs.size() == thicknesses ? runs : List.of(sorted);
  }

  /** What most slices have counts; the others are named. */
  private void requireOneGeometry() throws UnreadableScanException {
    List<List<Slice>> groups = new ArrayList<>();
    for (Slice slice : slices) {
      List<Slice> group = null;
      for (List<Slice> candidate : groups) {
        if (candidate.get(0).matches(slice)) {
          group = candidate;
        }
      }
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
      }
      group.add(slice);
    }
    if (groups.size() > 1) {
      groups.sort(Comparator.comparingInt((List<Slice> group) -> group.size()).reversed());
      List<Slice> odd = groups.subList(1, groups.size()).stream().flatMap(List::stream).toList();
      throw new UnreadableScanException(
          RejectReason.MIXED_SERIES,
          "%s has slices of another size, spacing, orientation or modality than its other %d: %s; send them as series of their own."
              .formatted(reference, groups.get(0).size(), labels(odd)));
    }
  }

  /** A slice that came twice, equal in every pixel, is dropped once; other ones are refused. */
  private List<Slice> withoutRepeated(List<Slice> sorted, double[] normal)
      throws UnreadableScanException {
    List<Slice> stack = new ArrayList<>();
    List<Slice> conflicting = new ArrayList<>();
    List<Integer> timesAtPosition = new ArrayList<>();
    double position = Double.NEGATIVE_INFINITY;
    int first = 0;
    for (Slice slice : sorted) {
      double here = slice.along(normal);
      if (here - position > SAME_POSITION_MM) {
        position = here;
        first = stack.size();
        stack.add(slice);
        timesAtPosition.add(1);
        continue;
      }
      if (isRepeated(slice, stack.subList(first, stack.size()))) {
        repeated++;
        continue;
      }
      conflicting.add(slice);
      stack.add(slice);
      timesAtPosition.set(timesAtPosition.size() - 1, stack.size() - first);
    }
    if (conflicting.isEmpty()) {
      return stack;
    }
    int times = timesAtPosition.get(0);
    if (timesAtPosition.stream().allMatch(count -> count == times)) {
      throw new UnreadableScanException(
          RejectReason.FOUR_DIMENSIONAL,
          "%s has %d slices at each of its %d positions; send each volume as a series of its own."
              .formatted(reference, times, timesAtPosition.size()));
    }
    throw new UnreadableScanException(
        RejectReason.DUPLICATE_SLICES,
        "%s has different slices at one position: %s; send the series again without them."
            .formatted(reference, labels(conflicting)));
  }

  private static boolean isRepeated(Slice slice, List<Slice> others) {
    for (Slice other : others) {
      if (distance(slice.position(), other.position()) <= SAME_POSITION_MM
          && Arrays.equals(slice.values(), other.values())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Columns along rows, rows along columns, slices along the line from the first to the last one:
   * with a tilted gantry that line is not the normal, and the affine is sheared.
   */
  private Affine affine(List<Slice> stack, double[] normal) throws UnreadableScanException {
    Slice first = stack.get(0);
    Slice last = stack.get(stack.size() - 1);
    double[] step = new double[3];
    if (stack.size() > 1) {
      requireEvenSteps(stack, normal);
      for (int axis = 0; axis < 3; axis++) {
        step[axis] = (last.position()[axis] - first.position()[axis]) / (stack.size() - 1);
      }
      requireStraight(stack, step);
    } else {
      step = normal;
    }
    double[] o = first.orientation();
    double column = first.columnSpacing();
    double row = first.rowSpacing();
    double[] p = first.position();
    // DICOM's x runs to the left and y to the back: the first two rows change their sign.
    return new Affine(
        -o[0] * column,
        -o[3] * row,
        -step[0],
        -p[0],
        -o[1] * column,
        -o[4] * row,
        -step[1],
        -p[1],
        o[2] * column,
        o[5] * row,
        step[2],
        p[2]);
  }

  private void requireEvenSteps(List<Slice> stack, double[] normal) throws UnreadableScanException {
    double[] steps = new double[stack.size() - 1];
    for (int n = 0; n < steps.length; n++) {
      steps[n] = stack.get(n + 1).along(normal) - stack.get(n).along(normal);
    }
    double[] ordered = steps.clone();
    Arrays.sort(ordered);
    double step = ordered[ordered.length / 2];
    double tolerance = tolerance(step);
    List<String> gaps = new ArrayList<>();
    List<Slice> uneven = new ArrayList<>();
    int missing = 0;
    for (int n = 0; n < steps.length; n++) {
      long times = Math.round(steps[n] / step);
      if (steps[n] > GAP_OF_STEP * step && Math.abs(steps[n] - times * step) <= times * tolerance) {
        missing += (int) Math.min(times - 1, Integer.MAX_VALUE / 2 / steps.length);
        gaps.add("between " + stack.get(n).label() + " and " + stack.get(n + 1).label());
      } else if (Math.abs(steps[n] - step) > 2 * tolerance) {
        uneven.add(stack.get(n + 1));
      }
    }
    if (!uneven.isEmpty()) {
      throw new UnreadableScanException(
          RejectReason.UNEVEN_SLICES,
          String.format(
              Locale.ROOT,
              "%s has slices of %.4g mm distance and others: before %s; send it with even distances.",
              reference,
              step,
              labels(uneven)));
    }
    if (!gaps.isEmpty()) {
      throw new UnreadableScanException(
          RejectReason.MISSING_SLICES,
          "%s lacks %d slices %s; send the missing ones."
              .formatted(
                  reference,
                  missing,
                  gaps.stream().limit(NAMED_SLICES).collect(Collectors.joining(", "))));
    }
  }

  private void requireStraight(List<Slice> stack, double[] step) throws UnreadableScanException {
    double[] origin = stack.get(0).position();
    double tolerance =
        tolerance(Math.sqrt(step[0] * step[0] + step[1] * step[1] + step[2] * step[2]));
    List<Slice> shifted = new ArrayList<>();
    for (int n = 0; n < stack.size(); n++) {
      double[] place = {origin[0] + n * step[0], origin[1] + n * step[1], origin[2] + n * step[2]};
      if (distance(place, stack.get(n).position()) > tolerance) {
        shifted.add(stack.get(n));
      }
    }
    if (!shifted.isEmpty()) {
      throw new UnreadableScanException(
          RejectReason.UNEVEN_SLICES,
          "%s has slices that do not lie on a straight line: %s; reconstruct it on an even grid."
              .formatted(reference, labels(shifted)));
    }
  }

  private static double tolerance(double step) {
    return Math.max(PLACE_TOLERANCE_MM, PLACE_TOLERANCE_OF_STEP * step);
  }

  private static double distance(double[] left, double[] right) {
    double x = left[0] - right[0];
    double y = left[1] - right[1];
    double z = left[2] - right[2];
    return Math.sqrt(x * x + y * y + z * z);
  }

  /** C order over (column, row, slice); padding gets the lowest intensity that was measured. */
  private float[] voxels(List<Slice> stack) throws UnreadableScanException {
    float lowest = lowest(stack);
    int columns = stack.get(0).columns();
    int rows = stack.get(0).rows();
    int depth = stack.size();
    float[] voxels = new float[Math.toIntExact((long) columns * rows * depth)];
    float[][] planes = stack.stream().map(Slice::values).toArray(float[][]::new);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int from = row * columns + column;
        int to = (column * rows + row) * depth;
        for (int plane = 0; plane < depth; plane++) {
          float value = planes[plane][from];
          voxels[to + plane] = Float.isNaN(value) ? lowest : value;
        }
      }
    }
    return voxels;
  }

  private float lowest(List<Slice> stack) throws UnreadableScanException {
    float lowest = Float.POSITIVE_INFINITY;
    for (Slice slice : stack) {
      for (float value : slice.values()) {
        // False for padding, which is NaN.
        if (value < lowest) {
          lowest = value;
        }
        if (Float.isInfinite(value)) {
          throw new UnreadableScanException(
              RejectReason.NON_FINITE_VOXELS,
              "%s has intensities that are too large for numbers in %s; send it again."
                  .formatted(reference, slice.label()));
        }
      }
    }
    if (lowest == Float.POSITIVE_INFINITY) {
      throw new UnreadableScanException(
          RejectReason.CONSTANT, reference + " consists of padding; leave it away.");
    }
    return lowest;
  }

  private static String labels(List<Slice> named) {
    String labels =
        named.stream().limit(NAMED_SLICES).map(Slice::label).collect(Collectors.joining(", "));
    int more = named.size() - NAMED_SLICES;
    return more > 0 ? labels + " and " + more + " more" : labels;
  }
}
