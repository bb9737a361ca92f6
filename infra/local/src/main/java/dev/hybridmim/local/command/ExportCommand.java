package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.trainer.network.WeightLayout;
import dev.hybridmim.trainer.snapshot.WeightExport;
import dev.hybridmim.trainer.snapshot.WeightExport.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim export}. */
@Command(
    name = "export",
    description = {
      "Writes a snapshot's weights as one file that other software reads.",
      "Python: safetensors.torch.load_file(FILE); `hybridmim train --init FILE` begins a run with it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  @Mixin private SnapshotOptions snapshot;

  @Option(
      names = "--layout",
      required = true,
      paramLabel = "monai|hybridmim",
      description =
          "monai: what MONAI's SwinUNETR loads strictly. hybridmim: the published HybridMIM model's"
              + " names, pre-training heads included.")
  private WeightLayout layout;

  @Option(
      names = "--format",
      paramLabel = "safetensors",
      defaultValue = "safetensors",
      description = "The only one there is.")
  private Format format;

  @Option(
      names = "--part",
      paramLabel = "encoder|all",
      defaultValue = "all",
      description = "Which weights. Default: all")
  private WeightLayout.Part part;

  @ArgGroup private Which which;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to; replaced when it exists.")
  private Path out;

  @Mixin private JsonOption json;

  private ExportCommand() {}

  /** One of two. */
  static final class Which {
    @Option(
        names = "--ema",
        description = "The moving average of the weights (default where the run keeps one).")
    private boolean ema;

    @Option(names = "--weights", description = "The weights that training goes on with.")
    private boolean weights;
  }

  /** File formats. */
  enum Format {
    SAFETENSORS
  }

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    Path file = out.toAbsolutePath().normalize();
    if (Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
      throw new RunException(
          "--out must name a file in a directory that exists, which " + out + " does not.");
    }
    WeightExport export = new WeightExport(layout, part, source());
    WeightExport.Written written = snapshot.with(found -> export.write(found, file));
    if (json.isWanted()) {
      ObjectNode document = Json.mapper().createObjectNode();
      document.put("snapshot", written.snapshot().toString());
      document.put("weights", written.source().name().toLowerCase(Locale.ROOT));
      document.put("layout", layout.label());
      document.put("part", part.label());
      document.put("file", file.toString());
      document.put("arrays", written.arrays());
      document.put("values", written.values());
      document.put("bytes", written.bytes());
      document.put("sha256", written.sha256());
      System.out.println(
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } else {
      System.out.printf(
          Locale.ROOT,
          "%s: %d arrays, %,d numbers of the %s of snapshot %s, %,d bytes, SHA-256 %s%n",
          file,
          written.arrays(),
          written.values(),
          written.source() == Source.EMA ? "moving average" : "weights",
          written.snapshot(),
          written.bytes(),
          written.sha256());
    }
    System.out.flush();
    return ExitCode.OK;
  }

  private Source source() {
    if (which == null) {
      return Source.BEST;
    }
    return which.ema ? Source.EMA : Source.WEIGHTS;
  }
}
