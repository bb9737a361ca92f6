package dev.hybridmim.trainer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.trainer.snapshot.FaultyStore.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/**
 * Wherever the writing of a snapshot breaks off, a valid one is there, and the next attempt
 * succeeds.
 */
class SnapshotCrashPropertyTest {
  private static final double[] NOT_TORN = {0};
  private static final int WRITES_OF_A_SNAPSHOT = 6;

  @Property(tries = 60)
  void aCrashAtAnyByteLeavesThePreviousOneValid(
      @ForAll @IntRange(max = WRITES_OF_A_SNAPSHOT - 1) int writesBefore,
      @ForAll Fault fault,
      @ForAll @DoubleRange(min = 0, max = 0.99) double tornAt,
      @ForAll @IntRange(max = WRITES_OF_A_SNAPSHOT) int secondWritesBefore,
      @ForAll Fault secondFault)
      throws Exception {
    Path directory = Files.createTempDirectory("crash");
    try {
      ObjectStore store = new FileObjectStore(directory.resolve("store"));
      write(store, directory, 10);

      boolean broke = crash(new FaultyStore(store, writesBefore, fault, tornAt), directory);
      assertThat(broke).isTrue();
      assertNewest(
          store,
          writesBefore == WRITES_OF_A_SNAPSHOT - 1 && fault == Fault.UNACKNOWLEDGED ? 20 : 10);

      // The next life crashes as well, perhaps while it clears up what the first one left.
      crash(new FaultyStore(store, secondWritesBefore, secondFault, 1 - tornAt), directory);
      assertThat(newestStep(store)).isIn(10L, 20L);

      if (newestStep(store) == 10) {
        write(store, directory, 20);
      }
      assertNewest(store, 20);
      assertThat(
              new SnapshotReader(store).verify(new SnapshotKey(Drafts.RUN, 10)).manifest().step())
          .isEqualTo(10);
    } finally {
      delete(directory);
    }
  }

  /** Every write of a snapshot and every way in which it may break, none left to chance. */
  @Example
  void everyWriteWasBrokenInEveryWay() throws Exception {
    int cases = 0;
    for (int before = 0; before < WRITES_OF_A_SNAPSHOT; before++) {
      for (Fault fault : Fault.values()) {
        for (double tornAt : fault == Fault.TORN ? new double[] {0, 0.01, 0.5, 0.99} : NOT_TORN) {
          aCrashAtAnyByteLeavesThePreviousOneValid(
              before, fault, tornAt, cases % (WRITES_OF_A_SNAPSHOT + 1), fault);
          cases++;
        }
      }
    }
    assertThat(cases).isEqualTo(WRITES_OF_A_SNAPSHOT * 6);
    // One write more than there are is none: the count above is that of a whole snapshot.
    Path directory = Files.createTempDirectory("whole");
    try {
      FaultyStore store =
          new FaultyStore(
              new FileObjectStore(directory.resolve("store")),
              WRITES_OF_A_SNAPSHOT,
              Fault.REFUSED,
              0);
      write(store, directory, 10);
      assertThat(store.broke()).isFalse();
    } finally {
      delete(directory);
    }
  }

  private static boolean crash(FaultyStore store, Path directory) throws InterruptedException {
    try {
      write(store, directory, 20);
    } catch (ObjectStoreException expected) {
      return store.broke();
    } catch (SnapshotException exists) {
      assertThat(exists.problem()).isEqualTo(SnapshotException.Problem.ALREADY_EXISTS);
    }
    return store.broke();
  }

  private static void write(ObjectStore store, Path directory, long step)
      throws InterruptedException {
    new SnapshotWriter(store, directory.resolve("staging"), StoreRetry.NONE, "test")
        .write(Drafts.at(step));
  }

  private static void assertNewest(ObjectStore store, long step) {
    assertThat(newestStep(store)).isEqualTo(step);
  }

  private static long newestStep(ObjectStore store) {
    return new SnapshotCatalogue(store).newestValid(Drafts.RUN).orElseThrow().manifest().step();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
