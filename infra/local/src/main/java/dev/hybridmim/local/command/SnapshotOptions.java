package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.StoreAccess;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.trainer.snapshot.Snapshot;
import dev.hybridmim.trainer.snapshot.SnapshotCatalogue;
import dev.hybridmim.trainer.snapshot.SnapshotChoice;
import dev.hybridmim.trainer.snapshot.SnapshotException;
import dev.hybridmim.trainer.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which snapshot, and where it lies. */
final class SnapshotOptions {
  @Option(
      names = "--snapshot",
      required = true,
      paramLabel = "S",
      description =
          "<run>/<step>, a beginning of it that only one snapshot has, <run>/latest, or latest.")
  private String snapshot;

  @Mixin private StoreOption where;

  /**
   * Does something with the snapshot's files, whose checksums were compared; they are deleted
   * afterwards.
   *
   * @throws RunException when there is no such snapshot, it is damaged, or its store can't be used
   */
  <T> T with(Function<Snapshot, T> work) throws InterruptedException {
    Path copy = null;
    try (StoreAccess access = where.access()) {
      SnapshotReader reader = new SnapshotReader(access.store());
      SnapshotChoice choice = new SnapshotChoice(new SnapshotCatalogue(access.store()), reader);
      copy = Files.createTempDirectory("hybridmim-snapshot");
      return work.apply(reader.download(choice.find(snapshot), copy));
    } catch (SnapshotException | ObjectStoreException | IllegalArgumentException e) {
      throw new RunException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (copy != null) {
        delete(copy);
      }
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
