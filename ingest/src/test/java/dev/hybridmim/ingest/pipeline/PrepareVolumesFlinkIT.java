package dev.hybridmim.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.beam.FlinkSettings;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.ingest.testing.SyntheticImages;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transform where it really runs: serialised, on Flink, in two slots. */
class PrepareVolumesFlinkIT {
  private static final int SCANS = 12;

  @TempDir Path directory;

  @Test
  void everyScanIsPreparedOnFlink() {
    List<KV<String, byte[]>> notifications = new ArrayList<>();
    try (ObjectStore store = new FileObjectStore(directory)) {
      for (int n = 0; n < SCANS; n++) {
        byte[] file =
            NiftiWriter.bytes(
                SyntheticImages.ct(n, 24, 24, 24, Affine.identity()), StorageType.INT16, true);
        String eTag = store.put("raw/" + n, file, "application/octet-stream");
        ScanAnnouncement announcement =
            new ScanAnnouncement(
                "b", "raw/" + n, -1, eTag, "", "s3:ObjectCreated:Put", Instant.EPOCH);
        notifications.add(KV.of("scans/0/" + n, ScanNotifications.write(announcement)));
      }
    }
    notifications.add(KV.of("scans/0/99", new byte[] {'x'}));
    FlinkPipelineOptions options =
        new FlinkSettings("test", FlinkSettings.LOCAL, 2, 600_000, List.of()).options();
    // The input is bounded here, so that the job ends.
    options.setShutdownSourcesAfterIdleMs(0L);
    Pipeline pipeline = Pipeline.create(options);
    String store = directory.toString();
    PCollectionTuple prepared =
        pipeline
            .apply(
                Create.of(notifications)
                    .withCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of())))
            .apply(
                PrepareVolumes.with(
                        () -> new FileObjectStore(Path.of(store)),
                        "b",
                        PreparationRecipe.of(Profiles.load("laptop")))
                    .withScansAtOnce(2));
    PAssert.thatSingleton(prepared.get(PrepareVolumes.VOLUMES).apply("volumes", Count.globally()))
        .isEqualTo((long) SCANS);
    PAssert.thatSingleton(prepared.get(PrepareVolumes.REJECTS).apply("rejects", Count.globally()))
        .isEqualTo(1L);
    pipeline.run().waitUntilFinish();
    try (ObjectStore written = new FileObjectStore(directory)) {
      assertThat(written.list("volumes/").stream().filter(o -> o.key().endsWith("/0/zarr.json")))
          .hasSize(SCANS);
    }
  }
}
