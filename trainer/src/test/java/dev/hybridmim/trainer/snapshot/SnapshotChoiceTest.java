package dev.hybridmim.trainer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotChoiceTest {
  @TempDir Path directory;

  private ObjectStore store;
  private SnapshotChoice choice;

  @BeforeEach
  void openStore() {
    store = new FileObjectStore(directory.resolve("store"));
    choice = new SnapshotChoice(new SnapshotCatalogue(store), new SnapshotReader(store));
  }

  @ParameterizedTest
  @CsvSource({
    // Its last snapshot is the newest, though its id does not sort last.
    "latest, alpha/300",
    "beta/latest, beta/7",
    "alpha/30, alpha/30",
    "alpha/000000000030, alpha/30",
    "snapshots/alpha/000000000030/, alpha/30",
    "b, beta/7",
    "alpha/2, alpha/20"
  })
  void whatIsMeantIsFound(String text, String found) throws Exception {
    for (long step : new long[] {20, 30, 300}) {
      write("alpha", step);
    }
    write("beta", 7);

    assertThat(choice.find(text)).hasToString(found);
  }

  @Test
  void whatIsNotThereOrNotClearIsSaid() throws Exception {
    assertProblem("latest", Problem.NOT_FOUND, "no snapshot yet");
    write("alpha", 20);
    write("alpha", 30);
    write("alpha", 300);
    assertProblem("alp", Problem.AMBIGUOUS, "alpha/20, alpha/30, alpha/300");
    assertProblem("gamma/1", Problem.NOT_FOUND, "There are: alpha/20");
    assertProblem("gamma/latest", Problem.NOT_FOUND, "of a run gamma");
  }

  private void assertProblem(String text, Problem problem, String sentence) {
    assertThatThrownBy(() -> choice.find(text))
        .isInstanceOfSatisfying(
            SnapshotException.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageContaining(sentence);
  }

  private void write(String run, long step) throws Exception {
    new SnapshotWriter(store, directory.resolve("staging"), StoreRetry.NONE, "test")
        .write(Drafts.at(run, step));
  }
}
