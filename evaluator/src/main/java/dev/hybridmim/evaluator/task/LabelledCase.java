package dev.hybridmim.evaluator.task;

import java.nio.file.Path;
import java.util.List;

/**
 * One case with its labels.
 *
 * @param place position in the task's list, from 0; stands for the case in messages
 * @param images NIfTI files: one for each channel in the task's order, or one that holds all
 * @param labels NIfTI file on the images' grid
 * @param subject whose images these are: cases of one subject are never divided
 * @param heldBack whether a published division holds the case back
 */
public record LabelledCase(
    int place, List<Path> images, Path labels, String subject, boolean heldBack) {
  public LabelledCase {
    images = List.copyOf(images);
  }

  /** A case of one image, that is a subject of its own. */
  public LabelledCase(int place, Path image, Path labels) {
    this(place, List.of(image), labels, image.getFileName().toString(), false);
  }

  /** The first image file. */
  public Path image() {
    return images.get(0);
  }

  /** How messages name the case, such as {@code training[17]}. */
  public String reference() {
    return "training[" + place + "]";
  }

  /** The first image's file name. Never to be logged. */
  String fileName() {
    return image().getFileName().toString();
  }

  /** Leaves the file names out: they may identify patients. */
  @Override
  public String toString() {
    return reference();
  }
}
