package dev.hybridmim.evaluator.task;

import dev.hybridmim.platform.message.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A labelled data set in the layout of the Medical Segmentation Decathlon; see this package's
 * documentation.
 *
 * @param name from the description, in lower case, anything but letters and digits replaced by
 *     hyphens: fit for object keys
 * @param directory where the task lies
 * @param modality what took the images; {@code MODALITY_UNSPECIFIED} when the description's word
 *     for it is unknown
 * @param channels images of each case, 1 to 4
 * @param labels the classes
 * @param cases the labelled cases in the description's order
 */
public record SegmentationTask(
    String name,
    Path directory,
    Modality modality,
    int channels,
    LabelScheme labels,
    List<LabelledCase> cases) {

  public SegmentationTask {
    cases = List.copyOf(cases);
  }

  /**
   * Reads a task and checks every file of it: images and labels are decoded one after the other.
   *
   * @throws InvalidTaskException listing everything that is wrong
   */
  public static SegmentationTask read(Path directory) throws InvalidTaskException {
    SegmentationTask task = open(directory);
    List<TaskProblem> problems = TaskValidation.problems(task);
    if (!problems.isEmpty()) {
      throw new InvalidTaskException(problems);
    }
    return task;
  }

  /**
   * Reads a task's description and checks that its files are there, but doesn't look into them: for
   * a task that {@link #read} has found sound.
   *
   * @throws InvalidTaskException listing what is wrong with the description and which files are
   *     missing
   */
  public static SegmentationTask open(Path directory) throws InvalidTaskException {
    return new TaskDescription(directory).parse();
  }

  /**
   * Channels that a network for the task gives: the classes, and the background if they exclude
   * each other.
   */
  public int classes() {
    return labels.outputs();
  }

  /** Names of these. */
  public List<String> labelNames() {
    return labels.names();
  }

  /** A name that is fit for object keys. */
  public static String keyOf(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
