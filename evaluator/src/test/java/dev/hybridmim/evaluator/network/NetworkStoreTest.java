package dev.hybridmim.evaluator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.evaluator.task.LabelScheme;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkStoreTest {
  @TempDir Path directory;

  private ObjectStore store;
  private NetworkStore networks;

  @BeforeEach
  void open() {
    store = new FileObjectStore(directory.resolve("store"));
    networks = new NetworkStore(store);
  }

  @Test
  void whatIsKeptComesBackWithItsChecksumCompared() throws Exception {
    FineTunedNetwork kept = keep(10);
    assertThat(networks.find("task", "run", 10)).isEqualTo(kept);
    Path file = directory.resolve("copy");
    networks.download(kept, file);
    assertThat(Files.size(file)).isEqualTo(kept.bytes());
    store.put(kept.prefix() + "network.safetensors", new byte[3], "a/b");
    assertThatThrownBy(() -> networks.download(kept, file)).hasMessageContaining("damaged");
    store.delete(kept.prefix() + "network.safetensors");
    assertThatThrownBy(() -> networks.download(kept, file)).hasMessageContaining("are gone");
    assertThatThrownBy(() -> networks.find("task", "run", 20))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("those of run/10 are");
    assertThatThrownBy(() -> networks.find("other", "run", 20))
        .hasMessageContaining("no network of that task");
  }

  @Test
  void theNewestAndTheNamedOnesStay() throws Exception {
    for (long step = 1; step <= 6; step++) {
      keep(step);
    }
    assertThat(networks.thin("task", 2, Set.of("run/1", "run/3")))
        .containsExactlyInAnyOrder("run/2", "run/4");
    for (long step = 1; step <= 6; step++) {
      assertThat(networks.holds("task", "run", step)).isEqualTo(step != 2 && step != 4);
    }
    assertThat(store.list("reports/networks/")).hasSize(8);
  }

  private FineTunedNetwork keep(long step) throws Exception {
    Path weights = directory.resolve("weights");
    Files.write(weights, new byte[(int) step + 5]);
    return networks.keep(
        new FineTunedNetwork(
            FineTunedNetwork.VERSION,
            "task",
            "run",
            step,
            "manifest",
            Modality.MODALITY_MR,
            1,
            LabelScheme.exclusive(List.of("background", "ball")),
            TestProfiles.withBudget(1),
            "",
            0,
            "2026-11-01T12:00:0" + step + "Z"),
        weights);
  }
}
