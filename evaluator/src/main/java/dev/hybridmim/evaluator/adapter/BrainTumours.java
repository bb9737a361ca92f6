package dev.hybridmim.evaluator.adapter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BraTS: a folder for each case with four sequences and a segmentation into nested regions. */
final class BrainTumours {
  private static final int NECROSIS = 1;
  private static final int OEDEMA = 2;

  private final String separator;
  private final Pattern subject;
  private final int enhancing;
  private final List<String> sequences;

  /**
   * @param separator between a case's name and what the file is
   * @param subject of a case's name: the pattern's first group, else the whole
   * @param enhancing number of enhancing tumour in label files
   * @param sequences T1, T1 with contrast, T2 and FLAIR as files call them
   */
  BrainTumours(String separator, String subject, int enhancing, String... sequences) {
    this.separator = separator;
    this.subject = Pattern.compile(subject);
    this.enhancing = enhancing;
    this.sequences = List.of(sequences);
  }

  ObjectNode describe(Path directory) throws InvalidTaskException {
    List<Path> folders = Descriptions.list(directory, this::isCase);
    if (folders.isEmpty()) {
      throw Descriptions.nothing(
          "there is no folder with a file like CASE/CASE"
              + separator
              + sequences.get(3)
              + ".nii.gz in "
              + directory);
    }
    ObjectNode description = Descriptions.of("BraTS", "T1", "T1CE", "T2", "FLAIR");
    ArrayNode regions = description.putArray("regions");
    region(regions, "whole tumour", NECROSIS, OEDEMA, enhancing);
    region(regions, "tumour core", NECROSIS, enhancing);
    region(regions, "enhancing tumour", enhancing);
    ArrayNode training = description.putArray("training");
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      ObjectNode entry = training.addObject();
      ArrayNode images = entry.putArray("image");
      sequences.forEach(sequence -> images.add(file(folder, name + separator + sequence)));
      entry.put("label", file(folder, name + separator + "seg"));
      Matcher matcher = subject.matcher(name);
      entry.put("subject", matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : name);
    }
    return description;
  }

  private boolean isCase(Path folder) {
    String name = folder.getFileName().toString();
    return sequences.stream()
        .anyMatch(
            sequence ->
                Files.exists(folder.resolve(name + separator + sequence + ".nii.gz"))
                    || Files.exists(folder.resolve(name + separator + sequence + ".nii")));
  }

  /** Packed or not, whichever is there. */
  private static String file(Path folder, String name) {
    String plain = name + ".nii";
    return folder.getFileName()
        + "/"
        + (Files.exists(folder.resolve(plain)) ? plain : plain + ".gz");
  }

  private static void region(ArrayNode regions, String name, int... values) {
    ObjectNode region = regions.addObject();
    region.put("name", name);
    ArrayNode numbers = region.putArray("values");
    for (int value : values) {
      numbers.add(value);
    }
  }
}
