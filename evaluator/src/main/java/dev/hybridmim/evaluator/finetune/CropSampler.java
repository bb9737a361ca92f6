package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.platform.number.Seeds;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws training crops; see this package's documentation for the rule. A pure function of its cases
 * and the seed.
 */
final class CropSampler {
  private final List<PreparedCase> cases;
  private final List<LabelledVoxels> labelled;
  private final long seed;

  /**
   * @param cases at least one
   */
  CropSampler(List<PreparedCase> cases, long seed) {
    this.cases = List.copyOf(cases);
    this.labelled = cases.stream().map(prepared -> LabelledVoxels.of(prepared.labels())).toList();
    this.seed = seed;
  }

  /** Fills a batch with the crops of one step. */
  void fill(CropBatch batch, int step) {
    for (int place = 0; place < batch.size(); place++) {
      UniformRandomProvider random = Seeds.random(Seeds.derive(seed, step, place));
      int number = random.nextInt(cases.size());
      PreparedCase prepared = cases.get(number);
      int[] origin = origin(prepared, labelled.get(number), batch.edge(), random);
      cut(prepared, origin, random.nextBoolean(), batch, place);
    }
  }

  private static int[] origin(
      PreparedCase prepared, LabelledVoxels foreground, int edge, UniformRandomProvider random) {
    int[] shape = prepared.shape();
    boolean centred = random.nextBoolean() && !foreground.isEmpty();
    int[] centre = centred ? position(foreground.draw(random), shape) : null;
    int[] origin = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      int room = shape[axis] - edge;
      if (room <= 0) {
        // As in inference: what is missing is padded on both sides.
        origin[axis] = -((edge - shape[axis]) / 2);
      } else if (centred) {
        origin[axis] = Math.max(0, Math.min(room, centre[axis] - edge / 2));
      } else {
        origin[axis] = random.nextInt(room + 1);
      }
    }
    return origin;
  }

  private static int[] position(int index, int[] shape) {
    return new int[] {index / (shape[1] * shape[2]), index / shape[2] % shape[1], index % shape[2]};
  }

  private static void cut(
      PreparedCase prepared, int[] origin, boolean mirrored, CropBatch batch, int place) {
    int[] shape = prepared.shape();
    int edge = batch.edge();
    int cells = edge * edge * edge;
    int volume = shape[0] * shape[1] * shape[2];
    int toVoxels = place * batch.channels() * cells;
    int toLabels = place * cells;
    Arrays.fill(batch.voxels(), toVoxels, toVoxels + batch.channels() * cells, 0);
    Arrays.fill(batch.labels(), toLabels, toLabels + cells, (byte) 0);
    int firstK = Math.max(0, -origin[2]);
    int lastK = Math.min(edge, shape[2] - origin[2]);
    for (int i = 0; i < edge; i++) {
      int fromI = origin[0] + (mirrored ? edge - 1 - i : i);
      for (int j = 0; j < edge; j++) {
        int fromJ = origin[1] + j;
        if (fromI < 0 || fromI >= shape[0] || fromJ < 0 || fromJ >= shape[1] || lastK <= firstK) {
          continue;
        }
        int row = (fromI * shape[1] + fromJ) * shape[2] + origin[2];
        int target = (i * edge + j) * edge;
        for (int channel = 0; channel < batch.channels(); channel++) {
          System.arraycopy(
              prepared.voxels(),
              channel * volume + row + firstK,
              batch.voxels(),
              toVoxels + channel * cells + target + firstK,
              lastK - firstK);
        }
        for (int k = firstK; k < lastK; k++) {
          batch.labels()[toLabels + target + k] = (byte) prepared.labels().at(row + k);
        }
      }
    }
  }
}
