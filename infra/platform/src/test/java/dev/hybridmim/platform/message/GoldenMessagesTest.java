package dev.hybridmim.platform.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that a released version wrote are read by this one with every field in its place. A new
 * release adds a directory of golden files (run {@link #main} with its path); old ones are never
 * rewritten.
 */
class GoldenMessagesTest {
  private static final String RELEASE = "/golden/0.1/";

  static Map<String, MessageLite> messages() {
    Timestamp time = Timestamp.newBuilder().setSeconds(1_793_500_000L).setNanos(5).build();
    Extent extent = Extent.newBuilder().setI(1).setJ(2).setK(3).build();
    Map<String, MessageLite> messages = new TreeMap<>();
    messages.put(
        "volume",
        VolumeEvent.newBuilder()
            .setPrepared(
                Volume.newBuilder()
                    .setId("ab".repeat(32))
                    .setObjectPrefix("volumes/ab/")
                    .setShape(extent)
                    .setChannels(1)
                    .addSpacingMm(1.5)
                    .addSpacingMm(1.5)
                    .addSpacingMm(2)
                    .addAffine(-1.5)
                    .setModality(Modality.MODALITY_CT)
                    .setScaling(IntensityScaling.newBuilder().setLow(-1000).setHigh(1000))
                    .setForeground(VoxelBox.newBuilder().setOrigin(extent).setSize(extent))
                    .setChecksum("cd".repeat(32))
                    .setSource(
                        ScanSource.newBuilder()
                            .setBucket("b")
                            .setKey("raw/k")
                            .setEtag("e")
                            .setVersionId("v")
                            .setSize(9))
                    .setSubject("s")
                    .setStudy("t")
                    .setAnnouncedAt(time)
                    .setPreparedAt(time))
            .build());
    messages.put(
        "exclusion",
        VolumeEvent.newBuilder()
            .setExcluded(
                VolumeExclusion.newBuilder()
                    .setId("ab".repeat(32))
                    .setReason(ExclusionReason.EXCLUSION_REASON_HELD_BACK)
                    .setBy("task"))
            .build());
    messages.put(
        "ticket",
        DemandTicket.newBuilder()
            .setRunId("r")
            .setTicket(4)
            .setSamples(64)
            .setSeed(-5)
            .setSubVolume(extent)
            .setMask(
                MaskSettings.newBuilder()
                    .setStrategy(MaskStrategy.MASK_STRATEGY_HIERARCHICAL)
                    .setRatio(0.4)
                    .setRegionEdge(32)
                    .setPatchEdge(16))
            .setCataloguePosition(77)
            .setFreshFraction(0.5)
            .setSubVolumesPerVolume(2)
            .setAugmentation(
                AugmentationSettings.newBuilder()
                    .setFlips(true)
                    .setQuarterTurns(true)
                    .setIntensityScale(0.1)
                    .setIntensityShift(0.2))
            .build());
    messages.put(
        "sample",
        Sample.newBuilder()
            .setRunId("r")
            .setTicket(4)
            .setOrdinal(5)
            .setVolumeId("ab".repeat(32))
            .setOrigin(extent)
            .setShape(extent)
            .setChannels(1)
            .setEncoding(VoxelEncoding.VOXEL_ENCODING_FLOAT16)
            .setVoxels(ByteString.copyFrom(new byte[] {0, 60, 0, 56}))
            .setMaskCodes(ByteString.copyFrom(new byte[] {(byte) 0x81}))
            .setRegionEdge(2)
            .setPatchEdge(1)
            .setAugmentation(
                Augmentation.newBuilder()
                    .setFlipI(true)
                    .setFlipJ(true)
                    .setFlipK(true)
                    .setQuarterTurns(3)
                    .setIntensityScale(1.05)
                    .setIntensityShift(-0.02))
            .setSeed(123456789)
            .setCrc32C(0xdeadbeef)
            .build());
    messages.put(
        "snapshot",
        SnapshotEvent.newBuilder()
            .setRunId("r")
            .setStep(150)
            .setObjectPrefix("snapshots/r/00000150/")
            .setManifestSha256("ef".repeat(32))
            .putMetrics("loss", 0.25)
            .setLedger(LedgerPosition.newBuilder().setTicket(18).setOrdinal(48))
            .setProfile("laptop")
            .setCreatedAt(time)
            .build());
    Outcome outcome =
        Outcome.newBuilder()
            .setDice(0.8)
            .setHd95Mm(2.5)
            .addClasses(
                ClassScore.newBuilder()
                    .setLabel(1)
                    .setName("anterior")
                    .setDice(0.8)
                    .setHd95Mm(2.5)
                    .setCases(40)
                    .setHd95Cases(39))
            .setSeconds(30)
            .setCpuSeconds(55)
            .setFinalLoss(0.4)
            .build();
    messages.put(
        "score",
        ScoreEvent.newBuilder()
            .setRunId("r")
            .setStep(150)
            .setTask("t")
            .setLabelFraction(0.1)
            .setFold(1)
            .setSeed(2)
            .setFineTuneSteps(60)
            .setTrainingCases(16)
            .setHeldBackCases(40)
            .setPretrained(outcome)
            .setScratch(outcome)
            .setCreatedAt(time)
            .build());
    Evidence evidence =
        Evidence.newBuilder()
            .setRunId("r")
            .setStep(150)
            .setDice(0.8)
            .setDiceLow(0.75)
            .setDiceHigh(0.85)
            .setCases(40)
            .setItems(2)
            .build();
    messages.put(
        "promotion",
        PromotionEvent.newBuilder()
            .setTask("t")
            .setSequence(3)
            .setRunId("r")
            .setStep(150)
            .setManifestSha256("ef".repeat(32))
            .setRule("It is better.")
            .setRollback(true)
            .setEvidence(evidence)
            .setPrevious(evidence.toBuilder().setStep(75))
            .setPromotedAt(time)
            .build());
    messages.put(
        "reject",
        Reject.newBuilder()
            .setStage("ingest")
            .setReference("b/raw/k")
            .setReason("truncated")
            .setMessage("The file ends early.")
            .setFirstSeen(time)
            .setLastSeen(time)
            .setRetryable(true)
            .setEtag("e")
            .build());
    return messages;
  }

  static java.util.Set<String> names() {
    return messages().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void releasedBytesAreRead(String name) throws Exception {
    MessageLite expected = messages().get(name);
    try (InputStream golden = getClass().getResourceAsStream(RELEASE + name + ".binpb")) {
      assertThat(golden).as("golden file of %s", name).isNotNull();
      assertThat(expected.getParserForType().parseFrom(golden)).isEqualTo(expected);
    }
  }

  @Test
  void everyReleasedFileIsCovered() throws Exception {
    Path directory = Path.of(getClass().getResource(RELEASE).toURI());
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".binpb", "")))
          .containsExactlyInAnyOrderElementsOf(names());
    }
  }

  /** Writes the golden files of a new release into a directory. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, MessageLite> entry : messages().entrySet()) {
      Files.write(directory.resolve(entry.getKey() + ".binpb"), entry.getValue().toByteArray());
    }
  }
}
