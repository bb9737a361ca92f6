package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.augment.sample.CorruptSampleException;
import dev.hybridmim.augment.sample.SampleDecoder;
import dev.hybridmim.augment.view.SampleSheet;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.OpenHome;
import dev.hybridmim.local.view.NewestSamples;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hybridmim samples peek}. */
@Command(
    name = "peek",
    description = {
      "Draws the newest samples, as trainers get them, with their masks.",
      "Works beside a running home; the services of a stopped one are started for as long as it"
          + " takes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PeekCommand implements Callable<Integer> {
  private static final int ROWS = 8;
  private static final int MOST = 256;

  @Spec private CommandSpec command;

  @Option(
      names = "--n",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many samples. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the sheets go: samples-1.png, with eight samples each, and so on.")
  private Path directory;

  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  private PeekCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (count < 1 || count > MOST) {
      throw new ParameterException(command.commandLine(), "--n must be from 1 to " + MOST);
    }
    List<Sample> samples = newest();
    if (samples.isEmpty()) {
      throw new RunException(
          "There are no samples in the home "
              + home.layout().root()
              + " yet: train with `hybridmim run` first.");
    }
    List<Path> sheets = draw(samples);
    List<String> damaged =
        samples.stream().filter(PeekCommand::isDamaged).map(PeekCommand::key).toList();
    print(samples, sheets, damaged);
    return damaged.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<Sample> newest() throws InterruptedException {
    try (OpenHome open = OpenHome.of(home.layout())) {
      return NewestSamples.read(open.connection().kafka(), count);
    } catch (KafkaException e) {
      throw new RunException(
          "Kafka of the home " + home.layout().root() + " can't be used: " + e.getMessage(), e);
    }
  }

  private List<Path> draw(List<Sample> samples) {
    List<Path> sheets = new ArrayList<>();
    try {
      Files.createDirectories(directory);
      for (int first = 0; first < samples.size(); first += ROWS) {
        Path file = directory.resolve("samples-" + (1 + first / ROWS) + ".png");
        List<Sample> rows = samples.subList(first, Math.min(samples.size(), first + ROWS));
        ImageIO.write(SampleSheet.draw(rows), "png", file.toFile());
        sheets.add(file);
      }
    } catch (IOException e) {
      throw new RunException(
          "The sheets can't be written into " + directory + ": " + e.getMessage(), e);
    }
    return sheets;
  }

  private void print(List<Sample> samples, List<Path> sheets, List<String> damaged) {
    if (json.isWanted()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("samples", samples.stream().map(PeekCommand::key).toList());
      document.put("damaged", damaged);
      document.put(
          "sheets", sheets.stream().map(sheet -> sheet.toAbsolutePath().toString()).toList());
      try {
        System.out.println(Json.mapper().writeValueAsString(document));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      sheets.forEach(System.out::println);
      damaged.forEach(key -> System.err.println("Sample " + key + " fails its checksum."));
    }
    System.out.flush();
  }

  private static boolean isDamaged(Sample sample) {
    try {
      SampleDecoder.halves(sample);
      return false;
    } catch (CorruptSampleException e) {
      // The sheet says what is wrong with it.
      return true;
    }
  }

  private static String key(Sample sample) {
    return sample.getRunId()
        + "/"
        + Long.toUnsignedString(sample.getTicket())
        + "/"
        + sample.getOrdinal();
  }
}
