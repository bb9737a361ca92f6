package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.champion.Champion;
import dev.hybridmim.evaluator.champion.Champions;
import dev.hybridmim.evaluator.network.FineTunedNetwork;
import dev.hybridmim.evaluator.network.NetworkException;
import dev.hybridmim.evaluator.network.NetworkStore;
import dev.hybridmim.evaluator.predict.Predictor;
import dev.hybridmim.evaluator.predict.Segmentation;
import dev.hybridmim.evaluator.task.ChannelImages;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiLabelWriter;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.StoreAccess;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.trainer.snapshot.SnapshotCatalogue;
import dev.hybridmim.trainer.snapshot.SnapshotChoice;
import dev.hybridmim.trainer.snapshot.SnapshotException;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hybridmim predict}. */
@Command(
    name = "predict",
    description = {
      "Segments a scan with the network that was fine-tuned from a snapshot when it was scored.",
      "The result lies on the scan's own voxels and has its geometry."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  private static final String CHAMPION = "champion";

  @Spec private CommandSpec command;

  @Option(
      names = "--snapshot",
      required = true,
      paramLabel = "S",
      description =
          "champion: the task's best; or <run>/<step>, a beginning of it that only one snapshot has,"
              + " <run>/latest, or latest.")
  private String snapshot;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "T",
      description = "Name of the task, as `hybridmim scores` shows it.")
  private String task;

  @Option(
      names = "--scan",
      required = true,
      paramLabel = "FILE",
      description =
          "NIfTI file, .nii or .nii.gz. For a task of several channels once for each in the task's"
              + " order, or one file that holds them all.")
  private List<Path> scans;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The segmentation, .nii or .nii.gz; replaced when it exists.")
  private Path out;

  @Mixin private StoreOption where;
  @Mixin private JsonOption json;

  private PredictCommand() {}

  /**
   * What {@code --json} prints.
   *
   * @param snapshot {@code run/step}
   * @param file where the segmentation is
   * @param classes by their place, background left out
   */
  record Predicted(
      String snapshot, String task, String file, List<OfClass> classes, double seconds) {}

  /** One class: its name, how many of the scan's voxels it has, and their volume. */
  record OfClass(String name, long voxels, double millilitres) {}

  @Override
  public Integer call() throws InterruptedException {
    Path file = out.toAbsolutePath().normalize();
    if (Files.isDirectory(file)
        || !Files.isDirectory(file.getParent())
        || !file.getFileName().toString().matches(".*\\.nii(\\.gz)?")) {
      throw new RunException(
          "--out must name a .nii or .nii.gz file in a directory that exists, which "
              + out
              + " does not.");
    }
    for (Path scan : scans) {
      if (!Files.isRegularFile(scan)) {
        throw new RunException("The scan " + scan + " does not exist.");
      }
    }
    if (!RoomyProcess.isThis()) {
      return RoomyProcess.run(command);
    }
    Predicted predicted = predict(file);
    if (json.isWanted()) {
      Output.json(predicted);
    } else {
      print(predicted);
    }
    return ExitCode.OK;
  }

  private Predicted predict(Path file) throws InterruptedException {
    Path copy = null;
    try (StoreAccess access = where.access()) {
      copy = Files.createTempFile("hybridmim-network", ".safetensors");
      NetworkStore networks = new NetworkStore(access.store());
      FineTunedNetwork network = find(access.store(), networks);
      networks.download(network, copy);
      ReadLimits limits = ReadLimits.ofThisProcess(1 + network.channels());
      List<Image> images = ChannelImages.read(scans, network.channels(), "The scan", limits);
      Segmentation segmentation = new Predictor(network, copy).segment(images, limits);
      NiftiLabelWriter.write(
          segmentation.labels().labels(), segmentation.labels().shape(), scans.get(0), file);
      return predicted(network, segmentation, file);
    } catch (NetworkException
        | SnapshotException
        | ObjectStoreException
        | UnreadableScanException
        | IllegalArgumentException e) {
      throw new RunException(e.getMessage(), e);
    } catch (IOException e) {
      throw new RunException("The disk does not do what is needed: " + e.getMessage(), e);
    } finally {
      delete(copy);
    }
  }

  private FineTunedNetwork find(ObjectStore store, NetworkStore networks) throws NetworkException {
    if (snapshot.equals(CHAMPION)) {
      Champion champion =
          new Champions(store)
              .current(task)
              .orElseThrow(
                  () ->
                      new RunException(
                          "The task "
                              + task
                              + " has no champion yet; `hybridmim scores` shows what is scored."));
      return networks.find(task, champion.evidence().runId(), champion.evidence().step());
    }
    SnapshotKey key =
        new SnapshotChoice(new SnapshotCatalogue(store), new SnapshotReader(store)).find(snapshot);
    return networks.find(task, key.runId(), key.step());
  }

  private static Predicted predicted(
      FineTunedNetwork network, Segmentation segmentation, Path file) {
    double[] spacing = segmentation.labels().grid().spacing();
    double millilitres = spacing[0] * spacing[1] * spacing[2] / 1000;
    List<OfClass> classes = new ArrayList<>();
    for (int number = 1; number <= network.labels().reported(); number++) {
      long voxels = segmentation.voxels().get(number - 1);
      classes.add(new OfClass(network.labels().name(number), voxels, voxels * millilitres));
    }
    return new Predicted(
        network.snapshot(), network.task(), file.toString(), classes, segmentation.seconds());
  }

  private static void print(Predicted predicted) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s segmented with snapshot %s in %.1f s%n",
            predicted.file(),
            predicted.task(),
            predicted.snapshot(),
            predicted.seconds()));
    for (OfClass one : predicted.classes()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s: %,d voxels, %.2f ml%n",
              one.name(),
              one.voxels(),
              one.millilitres()));
    }
    Output.text(text);
  }

  private static void delete(Path copy) {
    try {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
