package dev.hybridmim.trainer.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Operators.WindowKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Where PyTorch refuses its fused kernel it says nothing and takes one that holds the attention
 * between all cells of all windows.
 */
class AttentionMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");
  private static final int WINDOWS = 64;
  private static final int CELLS = 343;
  private static final int HEADS = 8;
  private static final int CHANNELS = 128;

  @Test
  void attentionBetweenAllCellsIsNeverInMemory() throws IOException {
    assumeThat(Files.isWritable(PEAK_RESET)).as("Linux tells the peak of memory").isTrue();
    long everyPair = 4L * WINDOWS * HEADS * CELLS * CELLS;
    try (NDManager manager = NDManager.newBaseManager();
        Operators operators = Operators.load(manager);
        GradientMode off = GradientMode.off()) {
      NDArray joined = manager.randomNormal(new Shape(1, WINDOWS, CELLS, 3 * CHANNELS));
      NDArray table = manager.randomNormal(new Shape(CELLS, HEADS));
      long[] rows = new long[CELLS * CELLS];
      for (int pair = 0; pair < rows.length; pair++) {
        rows[pair] = Math.abs(pair / CELLS - pair % CELLS);
      }
      NDArray index = manager.create(rows);
      long[] order = new long[WINDOWS];
      for (int window = 0; window < WINDOWS; window++) {
        order[window] = window;
      }
      WindowKinds kinds =
          new WindowKinds(
              manager.create(order),
              manager.create(order),
              new long[] {WINDOWS},
              manager.zeros(new Shape(1, CELLS, CELLS)));
      Files.writeString(PEAK_RESET, "5");
      long before = bytes("VmRSS:");

      NDArray result = operators.windowAttention(joined, table, index, HEADS, kinds);

      assertThat(result.getShape()).isEqualTo(new Shape(1, WINDOWS, CELLS, CHANNELS));
      assertThat(bytes("VmHWM:") - before).isLessThan(everyPair / 2);
    }
  }

  private static long bytes(String name) throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
