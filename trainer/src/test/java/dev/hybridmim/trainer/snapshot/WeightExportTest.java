package dev.hybridmim.trainer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.trainer.network.WeightLayout;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.snapshot.WeightExport.Source;
import dev.hybridmim.trainer.snapshot.WeightExport.Written;
import dev.hybridmim.trainer.testing.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightExportTest {
  /** Reads a file by the format's description alone. */
  private static final String READER =
      """
      import json, struct, sys
      import numpy as np
      raw = open(sys.argv[1], 'rb').read()
      length, = struct.unpack('<Q', raw[:8])
      header = json.loads(raw[8:8 + length])
      meta = header.pop('__metadata__')
      kinds = {'F32': '<f4', 'I64': '<i8'}
      print(meta['layout'], meta['weights'], meta['run'], meta['step'])
      for name in sorted(header):
          entry = header[name]
          begin, end = entry['data_offsets']
          array = np.frombuffer(raw[8 + length + begin:8 + length + end], kinds[entry['dtype']])
          print(name, list(array.reshape(entry['shape']).shape), array.tolist())
      """;

  @TempDir Path directory;

  @Test
  void pythonReadsTheExport() throws Exception {
    Snapshot snapshot = snapshot(Drafts.at(8));
    Path file = directory.resolve("weights.safetensors");

    Written written = export(Source.WEIGHTS).write(snapshot, file);

    assertThat(written.arrays()).isEqualTo(2);
    assertThat(written.values()).isEqualTo(3);
    assertThat(written.bytes()).isEqualTo(Files.size(file));
    assertThat(written.sha256()).isEqualTo(Sha256.of(file));
    assertThat(Python.run(directory, READER, file).lines())
        .containsExactly(
            "hybridmim weights " + Drafts.RUN + " 8", "a.weight [2] [8.0, -8.0]", "b [] [8.0]");
  }

  @Test
  void theMovingAverageIsTheDefaultWhereThereIsOne() throws Exception {
    Snapshot snapshot = snapshot(Drafts.at(8));
    Path file = directory.resolve("best.safetensors");

    assertThat(export(Source.BEST).write(snapshot, file).source()).isEqualTo(Source.EMA);
    assertThat(SafetensorsFile.readAll(file)).isEqualTo(snapshot.average());
    byte[] first = Files.readAllBytes(file);
    export(Source.EMA).write(snapshot, file);
    assertThat(file).hasBinaryContent(first);
  }

  @Test
  void withoutAnAverageTheWeightsAreTaken() throws Exception {
    SnapshotDraft all = Drafts.at(3);
    Snapshot snapshot =
        snapshot(
            new SnapshotDraft(
                all.key(),
                all.createdAt(),
                all.profile(),
                all.position(),
                all.samplesTrained(),
                all.metrics(),
                all.provenance(),
                all.weights(),
                Collections.emptySortedMap(),
                all.optimizer()));
    Path file = directory.resolve("weights.safetensors");

    assertThat(export(Source.BEST).write(snapshot, file).source()).isEqualTo(Source.WEIGHTS);
    assertThatThrownBy(() -> export(Source.EMA).write(snapshot, file))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("no moving average");
  }

  private static WeightExport export(Source source) {
    return new WeightExport(WeightLayout.HYBRIDMIM, WeightLayout.Part.ALL, source);
  }

  private Snapshot snapshot(SnapshotDraft draft) throws Exception {
    FileObjectStore store = new FileObjectStore(directory.resolve("store"));
    new SnapshotWriter(store, directory.resolve("staging"), StoreRetry.NONE, "test").write(draft);
    return new SnapshotReader(store)
        .download(draft.key(), Files.createDirectories(directory.resolve("copy")));
  }
}
