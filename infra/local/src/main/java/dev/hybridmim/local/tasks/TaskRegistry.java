package dev.hybridmim.local.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.adapter.Preset;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.home.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The registered tasks of a home; see this package's documentation. */
public final class TaskRegistry {
  private static final String DESCRIPTION = "dataset.json";
  private static final String DRAFT = ".draft-";

  private final Path directory;

  public TaskRegistry(HomeLayout home) {
    this.directory = home.tasks();
  }

  /** Directories of the registered tasks, by name. */
  public List<Path> directories() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .filter(one -> !one.getFileName().toString().startsWith(DRAFT))
          .filter(one -> Files.isRegularFile(one.resolve(DESCRIPTION)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads every file of a data set and registers it.
   *
   * @param name of the task; empty: the data set's own
   * @throws InvalidTaskException listing everything that is wrong; nothing is registered then
   * @throws RunException when a task of that name is registered
   */
  public SegmentationTask add(Path data, Preset preset, String name) throws InvalidTaskException {
    if (!Files.isDirectory(data)) {
      throw new RunException("The directory " + data + " does not exist.");
    }
    ObjectNode description = preset.describe(data, name);
    try {
      PrivateFiles.createDirectory(directory.getParent());
      PrivateFiles.createDirectory(directory);
      Path draft = Files.createTempDirectory(directory, DRAFT);
      try {
        PrivateFiles.writeJson(draft.resolve(DESCRIPTION), description);
        SegmentationTask task = SegmentationTask.read(draft);
        Path place = directory.resolve(task.name());
        if (Files.exists(place)) {
          throw new RunException(
              "A task "
                  + task.name()
                  + " is registered already: give another --name, or remove "
                  + place
                  + ".");
        }
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        return SegmentationTask.open(place);
      } finally {
        if (Files.exists(draft)) {
          PrivateFiles.emptyDirectory(draft);
          Files.delete(draft);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
