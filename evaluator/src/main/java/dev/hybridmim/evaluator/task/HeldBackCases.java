package dev.hybridmim.evaluator.task;

import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.ingest.content.ContentId;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Names a task's held-back cases as the catalogue of volumes does, so that they can be kept out of
 * pre-training.
 */
public final class HeldBackCases {
  private HeldBackCases() {}

  /**
   * The ids that the images of the held-back cases have as volumes, in the split's order and for
   * every channel. Decodes one case after the other.
   *
   * @throws InvalidTaskException listing the images that can't be read
   */
  public static List<String> contentIds(SegmentationTask task, TaskSplit split)
      throws InvalidTaskException {
    List<String> ids = new ArrayList<>();
    List<TaskProblem> problems = new ArrayList<>();
    ReadLimits limits = ReadLimits.ofThisProcess(1);
    for (LabelledCase labelled : split.heldBack()) {
      String reference = "the image of " + labelled.reference() + " of " + task.name();
      try {
        for (Image image :
            ChannelImages.read(labelled.images(), task.channels(), reference, limits)) {
          ids.add(ContentId.of(image));
        }
      } catch (UnreadableScanException exception) {
        problems.add(
            new TaskProblem(labelled.reference(), Kind.UNREADABLE, exception.getMessage()));
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidTaskException(problems);
    }
    return ids;
  }
}
