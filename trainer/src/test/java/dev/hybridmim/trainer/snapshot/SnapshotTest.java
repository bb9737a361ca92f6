package dev.hybridmim.trainer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import dev.hybridmim.trainer.stream.TestProfiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  @TempDir Path directory;

  private ObjectStore store;
  private SnapshotWriter writer;
  private SnapshotReader reader;
  private SnapshotCatalogue catalogue;

  @BeforeEach
  void openStore() {
    store = new FileObjectStore(directory.resolve("store"));
    writer = writer(store);
    reader = new SnapshotReader(store);
    catalogue = new SnapshotCatalogue(store);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    SnapshotDraft draft = Drafts.at(7);

    WrittenSnapshot written = writer.write(draft);
    Snapshot snapshot =
        reader.download(draft.key(), Files.createDirectory(directory.resolve("copy")));

    SnapshotManifest manifest = snapshot.manifest();
    assertThat(manifest).isEqualTo(written.manifest());
    assertThat(snapshot.manifestSha256()).isEqualTo(written.manifestSha256()).hasSize(64);
    assertThat(manifest.formatVersion()).isEqualTo(1);
    assertThat(manifest.softwareVersion()).isEqualTo("test");
    assertThat(manifest.seed()).isEqualTo(draft.profile().trainer().seed());
    assertThat(manifest.position()).isEqualTo(draft.position());
    assertThat(manifest.samplesTrained()).isEqualTo(14);
    assertThat(manifest.metrics()).containsOnlyKeys("total");
    assertThat(manifest.readProfile()).isEqualTo(draft.profile());
    assertThat(manifest.files())
        .extracting(SnapshotFile::name)
        .containsExactly(
            "weights.safetensors",
            "ema.safetensors",
            "optimizer.safetensors",
            "provenance.json",
            "sheet.png");
    assertThat(snapshot.weights()).isEqualTo(draft.weights());
    assertThat(snapshot.average()).isEqualTo(draft.average());
    assertThat(snapshot.optimizer()).isEqualTo(draft.optimizer());
    assertThat(snapshot.provenance()).isEqualTo(draft.provenance());
    assertThat(directory.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void theObjectsLieWhereTheDescriptionSays() throws Exception {
    writer.write(Drafts.at("run-1", 300));

    assertThat(store.list("snapshots/"))
        .extracting(ObjectInfo::key)
        .containsExactly(
            "snapshots/run-1/000000000300/ema.safetensors",
            "snapshots/run-1/000000000300/manifest.json",
            "snapshots/run-1/000000000300/optimizer.safetensors",
            "snapshots/run-1/000000000300/provenance.json",
            "snapshots/run-1/000000000300/sheet.png",
            "snapshots/run-1/000000000300/weights.safetensors");
    assertThat(new SnapshotKey("run-1", 300).prefix()).isEqualTo("snapshots/run-1/000000000300/");
    assertThat(SnapshotKey.ofPrefix("snapshots/run-1/000000000300/"))
        .isEqualTo(new SnapshotKey("run-1", 300));
    assertThatThrownBy(() -> SnapshotKey.ofPrefix("snapshots/run-1/300/"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SnapshotKey("../raw", 1))
        .hasMessageContaining("is not 1 to 200 letters");
  }

  @Test
  void withoutAMovingAverageThereIsNoFileOfIt() throws Exception {
    SnapshotDraft all = Drafts.at(1);
    SnapshotDraft draft =
        new SnapshotDraft(
            all.key(),
            all.createdAt(),
            all.profile(),
            all.position(),
            2,
            all.metrics(),
            all.provenance(),
            all.weights(),
            new TreeMap<>(),
            all.optimizer());

    writer.write(draft);

    assertThat(store.stat(draft.key().prefix() + "ema.safetensors")).isEmpty();
    assertThat(
            reader
                .download(draft.key(), Files.createDirectory(directory.resolve("copy")))
                .average())
        .isEmpty();
  }

  @Test
  void theCatalogueListsRunsAndStepsAndTheNewestValid() throws Exception {
    writer.write(Drafts.at("b", 10));
    writer.write(Drafts.at("a", 9));
    writer.write(Drafts.at("a", 100));
    store.put(
        "snapshots/a/000000000200/weights.safetensors", new byte[3], "application/octet-stream");
    store.put("snapshots/stray.txt", new byte[3], "text/plain");

    assertThat(catalogue.runs()).containsExactly("a", "b");
    assertThat(catalogue.snapshots("a"))
        .containsExactly(new SnapshotKey("a", 9), new SnapshotKey("a", 100));
    assertThat(catalogue.newestValid("a")).map(found -> found.manifest().step()).contains(100L);
    assertThat(catalogue.newestValid("c")).isEmpty();
  }

  @Test
  void everyDamageHasItsName() throws Exception {
    SnapshotKey key = writer.write(Drafts.at(5)).manifest().key();
    String weights = key.prefix() + "weights.safetensors";
    byte[] sound = store.get(weights, 1 << 20);
    byte[] manifest = store.get(key.manifest(), 1 << 20);
    String text = new String(manifest, StandardCharsets.UTF_8);

    byte[] turned = sound.clone();
    turned[turned.length - 1] ^= 1;
    store.put(weights, turned, "x/y");
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.WRONG_CHECKSUM);
    store.put(weights, new byte[sound.length + 1], "x/y");
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.WRONG_SIZE);
    store.delete(weights);
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.MISSING_FILE);
    store.put(weights, sound, "x/y");
    assertThat(reader.verify(key).manifest().step()).isEqualTo(5);

    store.put(key.manifest(), java.util.Arrays.copyOf(manifest, manifest.length / 2), "x/y");
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.MALFORMED_MANIFEST);
    put(key, text.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.UNSUPPORTED_VERSION);
    put(key, text.replace("\"step\" : 5", "\"step\" : 6"));
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.MISPLACED);
    put(key, text.replace("weights.safetensors", "../../raw/scan"));
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.MALFORMED_MANIFEST);
    put(key, text.replace("\"runId\"", "\"run\""));
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.MALFORMED_MANIFEST);
    put(key, "null");
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.MALFORMED_MANIFEST);
    store.delete(key.manifest());
    assertThat(problemOf(() -> reader.verify(key))).isEqualTo(Problem.NOT_FOUND);
  }

  @Test
  void aManifestMaySayMoreThanIsKnown() throws Exception {
    SnapshotKey key = writer.write(Drafts.at(5)).manifest().key();
    String text = new String(store.get(key.manifest(), 1 << 20), StandardCharsets.UTF_8);

    put(key, text.replaceFirst("\\{", "{\"added\": {\"later\": [1]},"));

    assertThat(reader.verify(key).manifest().step()).isEqualTo(5);
  }

  @Test
  void aDamagedNewestSnapshotGivesWayToTheOneBefore() throws Exception {
    writer.write(Drafts.at(5));
    writer.write(Drafts.at(10));
    store.put(
        new SnapshotKey(Drafts.RUN, 10).prefix() + "optimizer.safetensors", new byte[1], "x/y");

    assertThat(catalogue.newestValid(Drafts.RUN))
        .map(found -> found.manifest().step())
        .contains(5L);
    Snapshot snapshot =
        catalogue
            .downloadNewestValid(Drafts.RUN, Files.createDirectory(directory.resolve("copy")))
            .orElseThrow();
    assertThat(snapshot.weights()).containsEntry("b", Tensor.ofFloats(new long[0], 5));
  }

  @Test
  void aWholeSnapshotIsNeverReplacedButTheRemainsOfOneAre() throws Exception {
    SnapshotKey key = writer.write(Drafts.at(5)).manifest().key();
    assertThat(problemOf(() -> writer.write(Drafts.at(5)))).isEqualTo(Problem.ALREADY_EXISTS);

    store.put(key.prefix() + "ema.safetensors", new byte[1], "x/y");
    writer.write(Drafts.at(5));

    assertThat(reader.verify(key).manifest().step()).isEqualTo(5);
  }

  @Test
  void aStoreThatComesBackIsWaitedForAndOneThatRefusesIsNot() throws Exception {
    StoreRetry quick = new StoreRetry(List.of(Duration.ZERO));
    for (int write = 0; write < 5; write++) {
      FaultyStore hiccup = FaultyStore.hiccup(store, write, FaultyStore.Fault.TORN, 0.5);
      new SnapshotWriter(hiccup, directory.resolve("staging"), quick, "test")
          .write(Drafts.at(100 + write));
      assertThat(hiccup.broke()).isTrue();
      assertThat(catalogue.newestValid(Drafts.RUN))
          .map(found -> found.manifest().step())
          .contains(100L + write);
    }
    FaultyStore gone = new FaultyStore(store, 0, FaultyStore.Fault.REFUSED, 0);
    assertThatThrownBy(
            () ->
                new SnapshotWriter(gone, directory.resolve("staging"), quick, "test")
                    .write(Drafts.at(200)))
        .isInstanceOf(ObjectStoreException.class);
  }

  @Test
  void theEventNamesTheSnapshot() throws Exception {
    WrittenSnapshot written = writer.write(Drafts.at(7));

    SnapshotEvent event = SnapshotAnnouncer.event(written);

    assertThat(event.getRunId()).isEqualTo(Drafts.RUN);
    assertThat(event.getStep()).isEqualTo(7);
    assertThat(event.getObjectPrefix()).isEqualTo(written.manifest().key().prefix());
    assertThat(event.getManifestSha256()).isEqualTo(written.manifestSha256());
    assertThat(event.getLedger().getTicket()).isEqualTo(2);
    assertThat(event.getLedger().getOrdinal()).isEqualTo(2);
    assertThat(event.getProfile()).isEqualTo(TestProfiles.tiny().name());
    assertThat(event.getMetricsMap()).containsOnlyKeys("total");
    assertThat(event.getCreatedAt().getSeconds()).isEqualTo(1767225607L);
  }

  private void put(SnapshotKey key, String manifest) {
    store.put(key.manifest(), manifest.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  private SnapshotWriter writer(ObjectStore target) {
    return new SnapshotWriter(target, directory.resolve("staging"), StoreRetry.NONE, "test");
  }

  private static Problem problemOf(ThrowingCallable call) {
    SnapshotException caught = catchThrowableOfType(SnapshotException.class, call);
    assertThat(caught).isNotNull();
    return caught.problem();
  }
}
