package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.task.CasePreparation;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.ingest.pipeline.PreparationRecipe;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.safetensors.SafetensorsException;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.safetensors.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the cases of a task, and keeps them in a directory so that the next piece of work finds
 * them there.
 *
 * <p>A kept case is a safetensors file whose name is a digest of all that it depends on: the bytes
 * of its images and labels, the recipe of preparation, the modality and the classes. Processes may
 * share the directory: a file appears whole, one that can't be read is made again, and the ones
 * that were not used for longest are removed when all together grow beyond a bound.
 */
public final class PreparedCases {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedCases.class);

  /** Counts changes of what is kept and of how labels follow their image. */
  private static final String FORMAT = "prepared case 1";

  private static final String ENDING = ".safetensors";
  private static final String VOXELS = "voxels";
  private static final String LABELS = "labels";
  private static final String SPACING = "spacing";
  private static final String CROPPED_AWAY = "croppedAway";

  private final SegmentationTask task;
  private final Profile profile;
  private final CasePreparation preparation;
  private final Optional<Path> directory;
  private final long mostBytes;

  private PreparedCases(
      SegmentationTask task, Profile profile, Optional<Path> directory, long mostBytes) {
    this.task = task;
    this.profile = profile;
    this.preparation = new CasePreparation(task, profile);
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  /**
   * Keeps what was prepared.
   *
   * @param directory need not exist
   * @param mostBytes of all kept cases together; 0: none are kept
   */
  public static PreparedCases in(
      Path directory, long mostBytes, SegmentationTask task, Profile profile) {
    return mostBytes == 0
        ? keepingNone(task, profile)
        : new PreparedCases(task, profile, Optional.of(directory), mostBytes);
  }

  /** Prepares every case whenever it is asked for. */
  static PreparedCases keepingNone(SegmentationTask task, Profile profile) {
    return new PreparedCases(task, profile, Optional.empty(), 0);
  }

  /**
   * One case, from the directory or from its files.
   *
   * @throws InvalidTaskException when its images or labels can't be prepared
   */
  PreparedCase prepare(LabelledCase labelled) throws InvalidTaskException {
    if (directory.isEmpty()) {
      return preparation.prepare(labelled);
    }
    Path file = directory.get().resolve(key(labelled) + ENDING);
    Optional<PreparedCase> kept = read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    PreparedCase prepared = preparation.prepare(labelled);
    try {
      keep(prepared, file);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return prepared;
  }

  private Optional<PreparedCase> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      SortedMap<String, Tensor> tensors = SafetensorsFile.readAll(file);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(of(tensors));
    } catch (IOException | SafetensorsException unreadable) {
      // Another process may have removed it, or the disk may have lost a part.
      LOG.warn(
          "The kept case {} is prepared again: {}", file.getFileName(), unreadable.getMessage());
      return Optional.empty();
    }
  }

  private static PreparedCase of(SortedMap<String, Tensor> tensors) {
    Tensor voxels = tensors.get(VOXELS);
    Tensor labels = tensors.get(LABELS);
    byte[] codes = new byte[labels.byteLength()];
    labels.data().get(codes);
    int[] shape = Arrays.stream(labels.shape()).mapToInt(Math::toIntExact).toArray();
    return new PreparedCase(
        voxels.toFloats(),
        Math.toIntExact(voxels.shape()[0]),
        shape,
        FineTuningCheckpoint.doubles(tensors.get(SPACING)),
        new LabelMap(shape, codes),
        tensors.get(CROPPED_AWAY).toLongs());
  }

  private void keep(PreparedCase prepared, Path file) throws IOException {
    int[] shape = prepared.shape();
    long[] edges = {shape[0], shape[1], shape[2]};
    byte[] codes = new byte[prepared.labels().size()];
    for (int index = 0; index < codes.length; index++) {
      codes[index] = (byte) prepared.labels().at(index);
    }
    long[] croppedAway = new long[task.labels().reported()];
    for (int number = 1; number <= croppedAway.length; number++) {
      croppedAway[number - 1] = prepared.croppedAway(number);
    }
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    tensors.put(
        VOXELS,
        Tensor.ofFloats(
            new long[] {prepared.channels(), edges[0], edges[1], edges[2]}, prepared.voxels()));
    tensors.put(LABELS, new Tensor(TensorType.U8, edges, ByteBuffer.wrap(codes)));
    tensors.put(SPACING, Tensor.ofDoubles(new long[] {3}, prepared.spacing()));
    tensors.put(CROPPED_AWAY, Tensor.ofLongs(new long[] {croppedAway.length}, croppedAway));
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), "case", ".draft");
    try {
      SafetensorsWriter.write(draft, tensors, Map.of());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    removeOldest(file.getParent());
  }

  private void removeOldest(Path all) throws IOException {
    List<Kept> newestFirst;
    try (Stream<Path> files = Files.list(all)) {
      newestFirst =
          files
              .filter(file -> file.getFileName().toString().endsWith(ENDING))
              .flatMap(file -> Kept.of(file).stream())
              .sorted(Comparator.comparing(Kept::used).reversed())
              .toList();
    }
    long bytes = 0;
    for (Kept kept : newestFirst) {
      bytes += kept.bytes();
      if (bytes > mostBytes) {
        Files.deleteIfExists(kept.file());
      }
    }
  }

  private record Kept(Path file, long bytes, FileTime used) {
    /** Empty when another process has removed it. */
    static Optional<Kept> of(Path file) {
      try {
        return Optional.of(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
      } catch (NoSuchFileException gone) {
        return Optional.empty();
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }
  }

  private String key(LabelledCase labelled) {
    MessageDigest digest = sha256();
    add(digest, FORMAT);
    add(digest, PreparationRecipe.of(profile).digest());
    add(digest, task.modality().name());
    add(digest, task.channels() + " " + task.labels().overlapping());
    add(digest, task.labels().values().toString());
    labelled.images().forEach(image -> addContent(digest, image));
    addContent(digest, labelled.labels());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static void addContent(MessageDigest digest, Path file) {
    MessageDigest content = sha256();
    try (InputStream input = new DigestInputStream(Files.newInputStream(file), content)) {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    digest.update(content.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256.", exception);
    }
  }
}
