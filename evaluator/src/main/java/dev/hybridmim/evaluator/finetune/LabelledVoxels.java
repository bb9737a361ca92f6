package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.metric.LabelMap;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Where the foreground classes of one case lie. Keeps at most {@value #MOST_PER_CLASS} voxels of
 * each class, evenly spread.
 */
final class LabelledVoxels {
  private static final int MOST_PER_CLASS = 20_000;

  /** One array of voxel indices for each class that the case holds. */
  private final List<int[]> classes;

  private LabelledVoxels(List<int[]> classes) {
    this.classes = classes;
  }

  static LabelledVoxels of(LabelMap labels) {
    int[] counts = labels.histogram();
    List<int[]> classes = new ArrayList<>();
    for (int label = 1; label < counts.length; label++) {
      if (counts[label] > 0) {
        classes.add(indices(labels, label, counts[label]));
      }
    }
    return new LabelledVoxels(classes);
  }

  private static int[] indices(LabelMap labels, int label, int count) {
    int step = (count + MOST_PER_CLASS - 1) / MOST_PER_CLASS;
    int[] indices = new int[(count + step - 1) / step];
    int seen = 0;
    for (int index = 0; index < labels.size(); index++) {
      if (labels.at(index) == label) {
        if (seen % step == 0) {
          indices[seen / step] = index;
        }
        seen++;
      }
    }
    return indices;
  }

  boolean isEmpty() {
    return classes.isEmpty();
  }

  /**
   * A voxel of a class that is drawn first, so that small classes are seen as often as large ones.
   */
  int draw(UniformRandomProvider random) {
    int[] indices = classes.get(random.nextInt(classes.size()));
    return indices[random.nextInt(indices.length)];
  }
}
