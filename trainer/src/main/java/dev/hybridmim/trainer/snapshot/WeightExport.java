package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.network.WeightLayout;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a snapshot's weights as one safetensors file for other software.
 *
 * <p>The file's {@code __metadata__} says where they come from: {@code format} ({@code pt}, as
 * Python's readers expect), {@code run}, {@code step}, {@code manifestSha256}, {@code layout},
 * {@code part} and {@code weights} ({@code ema} or {@code weights}). The same snapshot and choices
 * give the same bytes. The file is there when it is complete, and not before.
 *
 * @param layout the form
 * @param part which weights
 * @param source the moving average or the weights themselves
 */
public record WeightExport(WeightLayout layout, WeightLayout.Part part, Source source) {
  /** Which of a snapshot's two sets of weights. */
  public enum Source {
    /** The moving average where the run keeps one, else the weights. */
    BEST,
    /** The moving average. */
    EMA,
    /** The weights that training goes on with. */
    WEIGHTS
  }

  /**
   * What was written.
   *
   * @param source never {@code BEST}
   * @param arrays how many, buffers included
   * @param values how many numbers they hold
   * @param bytes of the file
   */
  public record Written(
      SnapshotKey snapshot, Source source, int arrays, long values, long bytes, String sha256) {}

  /**
   * Writes the file.
   *
   * @param file replaced when it exists; its directory exists
   * @throws SnapshotException when the snapshot keeps no moving average or the disk refuses
   * @throws IllegalArgumentException when the layout has no form for this network
   */
  public Written write(Snapshot snapshot, Path file) {
    NetworkProfile.Backbone backbone = snapshot.manifest().readProfile().network().backbone();
    Source used = used(snapshot);
    SortedMap<String, Tensor> weights =
        used == Source.EMA ? snapshot.average() : snapshot.weights();
    SortedMap<String, Tensor> exported = layout.export(backbone, weights, part);
    Path target = file.toAbsolutePath();
    Path draft = target.resolveSibling(target.getFileName() + ".draft");
    try {
      SafetensorsWriter.write(draft, exported, metadata(snapshot, used));
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new Written(
          snapshot.manifest().key(),
          used,
          exported.size(),
          exported.values().stream().mapToLong(Tensor::elements).sum(),
          Files.size(target),
          Sha256.of(target));
    } catch (IOException e) {
      throw new SnapshotException(
          Problem.LOCAL_DISK, "The file " + file + " can't be written: " + e.getMessage() + ".", e);
    }
  }

  private Source used(Snapshot snapshot) {
    boolean averaged = !snapshot.average().isEmpty();
    if (source == Source.EMA && !averaged) {
      throw new SnapshotException(
          Problem.MISSING_FILE,
          "The snapshot "
              + snapshot.manifest().key()
              + " keeps no moving average (trainer.emaDecay was 0): export its weights.");
    }
    return source == Source.WEIGHTS || !averaged ? Source.WEIGHTS : Source.EMA;
  }

  private SortedMap<String, String> metadata(Snapshot snapshot, Source used) {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", "pt");
    metadata.put("run", snapshot.manifest().runId());
    metadata.put("step", Long.toString(snapshot.manifest().step()));
    metadata.put("manifestSha256", snapshot.manifestSha256());
    metadata.put("layout", layout.label());
    metadata.put("part", part.label());
    metadata.put("weights", used.name().toLowerCase(Locale.ROOT));
    return metadata;
  }
}
