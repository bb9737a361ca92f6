package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.trainer.safetensors.SafetensorsException;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Weights that a new run begins with. */
final class InitialWeightsOption {
  @Option(
      names = "--init",
      paramLabel = "FILE",
      description =
          "Begin a new run with the weights of this safetensors file: an export of either layout, a"
              + " snapshot's weights or ema, or MONAI's SwinUNETR. What was taken, left and missing"
              + " is in trainer/initial-weights.json. A run that has a snapshot goes on from that.")
  private Path file;

  /**
   * The file, which was opened: nothing is started for one that can't be read.
   *
   * @throws RunException when it is no safetensors file
   */
  Optional<Path> file() {
    if (file == null) {
      return Optional.empty();
    }
    Path absolute = file.toAbsolutePath().normalize();
    try (SafetensorsFile opened = SafetensorsFile.open(absolute)) {
      if (opened.names().isEmpty()) {
        throw new RunException("The file " + file + " of --init holds no arrays.");
      }
      return Optional.of(absolute);
    } catch (SafetensorsException e) {
      throw new RunException("The file of --init can't be used: " + e.getMessage(), e);
    }
  }
}
