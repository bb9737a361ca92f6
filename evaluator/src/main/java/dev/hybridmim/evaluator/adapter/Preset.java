package dev.hybridmim.evaluator.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import java.nio.file.Path;
import java.util.Locale;

/** Layouts that can be described; see this package's documentation. */
public enum Preset {
  MSD(Decathlon::describe),
  BTCV(Btcv::describe),
  BRATS2020(
      directory -> new BrainTumours("_", ".*", 4, "t1", "t1ce", "t2", "flair").describe(directory)),
  BRATS2023(
      directory ->
          new BrainTumours("-", "(.*)-[0-9]{3}", 3, "t1n", "t1c", "t2w", "t2f")
              .describe(directory));

  private interface Layout {
    ObjectNode describe(Path directory) throws InvalidTaskException;
  }

  private final Layout layout;

  Preset(Layout layout) {
    this.layout = layout;
  }

  /** The word for it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Describes a data set in the format of {@code dev.hybridmim.evaluator.task}.
   *
   * @param name of the task; empty: what the data set calls itself
   * @throws InvalidTaskException when nothing of the layout is there
   */
  public ObjectNode describe(Path directory, String name) throws InvalidTaskException {
    Path root = directory.toAbsolutePath().normalize();
    ObjectNode description = layout.describe(root);
    if (!name.isEmpty()) {
      description.put("name", name);
    }
    description.put("root", root.toString());
    description.put("preset", label());
    return description;
  }
}
