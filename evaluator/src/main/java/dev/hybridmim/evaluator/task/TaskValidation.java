package dev.hybridmim.evaluator.task;

import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Looks into every file of a task and lists what is wrong. Holds one image and its labels at a
 * time.
 */
final class TaskValidation {
  /**
   * Exported labels often differ from their image by rounding; a tenth of a voxel moves no label.
   */
  private static final double LARGEST_SHIFT_IN_VOXELS = 0.1;

  private final SegmentationTask task;
  private final List<TaskProblem> problems = new ArrayList<>();

  private TaskValidation(SegmentationTask task) {
    this.task = task;
  }

  static List<TaskProblem> problems(SegmentationTask task) {
    TaskValidation validation = new TaskValidation(task);
    task.cases().forEach(validation::check);
    return validation.problems;
  }

  private void check(LabelledCase labelled) {
    List<Image> images = images(labelled);
    Optional<Image> labels = read(labelled.labels(), labelled, "label file");
    if (labels.isPresent()) {
      for (Image image : images) {
        checkGeometry(image, labels.get(), labelled);
      }
      checkValues(labels.get(), labelled);
    }
  }

  /** Empty when they can't be read. */
  private List<Image> images(LabelledCase labelled) {
    try {
      return ChannelImages.read(
          labelled.images(),
          task.channels(),
          "the image of " + labelled.reference(),
          ReadLimits.ofThisProcess(1 + task.channels()));
    } catch (UnreadableScanException exception) {
      report(labelled, Kind.UNREADABLE, exception.getMessage());
      return List.of();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private Optional<Image> read(Path file, LabelledCase labelled, String what) {
    try {
      String reference = "the " + what + " of " + labelled.reference();
      return Optional.of(NiftiReader.read(file, reference, ReadLimits.ofThisProcess(2)));
    } catch (UnreadableScanException exception) {
      report(labelled, Kind.UNREADABLE, exception.getMessage());
      return Optional.empty();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private void checkGeometry(Image image, Image labels, LabelledCase labelled) {
    int[] shape = image.shape();
    if (!Arrays.equals(shape, labels.shape())) {
      report(
          labelled,
          Kind.SHAPE_MISMATCH,
          "the image has "
              + Arrays.toString(shape)
              + " voxels and the labels "
              + Arrays.toString(labels.shape())
              + "; export the labels on the image's grid");
      return;
    }
    double shift = largestShift(image.affine(), labels.affine(), shape);
    double[] spacing = image.affine().spacing();
    double voxel = Math.min(spacing[0], Math.min(spacing[1], spacing[2]));
    if (!(shift <= LARGEST_SHIFT_IN_VOXELS * voxel)) {
      report(
          labelled,
          Kind.AFFINE_MISMATCH,
          String.format(
              Locale.ROOT,
              "image and labels lie %.3g mm apart at a corner; export the labels with the image's"
                  + " geometry",
              shift));
    }
  }

  /** Over the corners of the volume, where two affines differ most. */
  private static double largestShift(Affine one, Affine other, int[] shape) {
    double largest = 0;
    for (int corner = 0; corner < 8; corner++) {
      int i = (corner & 1) * (shape[0] - 1);
      int j = (corner >> 1 & 1) * (shape[1] - 1);
      int k = (corner >> 2 & 1) * (shape[2] - 1);
      double[] first = one.apply(i, j, k);
      double[] second = other.apply(i, j, k);
      double squares = 0;
      for (int axis = 0; axis < 3; axis++) {
        squares += (first[axis] - second[axis]) * (first[axis] - second[axis]);
      }
      largest = Math.max(largest, Math.sqrt(squares));
    }
    return largest;
  }

  private void checkValues(Image labels, LabelledCase labelled) {
    TreeSet<Float> unexpected = new TreeSet<>();
    boolean[] allowed = new boolean[256];
    task.labels().allowed().forEach(value -> allowed[value] = true);
    for (float value : labels.voxels()) {
      if (value != (int) value || value < 0 || value > 255 || !allowed[(int) value]) {
        unexpected.add(value);
      }
    }
    if (!unexpected.isEmpty()) {
      List<Float> first = unexpected.stream().limit(5).toList();
      report(
          labelled,
          Kind.UNEXPECTED_LABEL,
          "the labels hold "
              + unexpected.size()
              + (unexpected.size() == 1 ? " value" : " values")
              + " that dataset.json doesn't name, such as "
              + first
              + "; it names "
              + task.labels().allowed());
    }
  }

  private void report(LabelledCase labelled, Kind kind, String message) {
    problems.add(new TaskProblem(labelled.reference(), kind, message));
  }
}
