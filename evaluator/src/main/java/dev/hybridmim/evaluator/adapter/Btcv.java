package dev.hybridmim.evaluator.adapter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Beyond the Cranial Vault, abdomen: 30 labelled CTs with 13 organs. */
final class Btcv {
  private static final Pattern IMAGE = Pattern.compile("img([0-9]{4})(\\.nii(?:\\.gz)?)");
  private static final int CASES = 30;
  private static final int FIRST_HELD_BACK = 35;
  private static final List<String> NAMES =
      List.of(
          "background",
          "spleen",
          "right kidney",
          "left kidney",
          "gallbladder",
          "esophagus",
          "liver",
          "stomach",
          "aorta",
          "inferior vena cava",
          "portal and splenic veins",
          "pancreas",
          "right adrenal gland",
          "left adrenal gland");

  private Btcv() {}

  static ObjectNode describe(Path directory) throws InvalidTaskException {
    String images = Files.isDirectory(directory.resolve("imagesTr")) ? "imagesTr" : "img";
    String labels = images.equals("img") ? "label" : "labelsTr";
    List<Path> files =
        Files.isDirectory(directory.resolve(images))
            ? Descriptions.list(
                directory.resolve(images),
                file -> IMAGE.matcher(file.getFileName().toString()).matches())
            : List.of();
    if (files.isEmpty()) {
      throw Descriptions.nothing(
          "there is no imagesTr/img0001.nii.gz and no img/img0001.nii.gz or the like in "
              + directory);
    }
    ObjectNode description = Descriptions.of("BTCV", "CT");
    ObjectNode names = description.putObject("labels");
    for (int label = 0; label < NAMES.size(); label++) {
      names.put(Integer.toString(label), NAMES.get(label));
    }
    ArrayNode training = description.putArray("training");
    for (Path file : files) {
      Matcher name = IMAGE.matcher(file.getFileName().toString());
      name.matches();
      ObjectNode entry = training.addObject();
      entry.put("image", images + "/" + file.getFileName());
      entry.put("label", labels + "/label" + name.group(1) + name.group(2));
      if (files.size() == CASES && Integer.parseInt(name.group(1)) >= FIRST_HELD_BACK) {
        entry.put("heldBack", true);
      }
    }
    return description;
  }
}
