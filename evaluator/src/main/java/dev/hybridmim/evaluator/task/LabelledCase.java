package dev.hybridmim.evaluator.task;

import java.nio.file.Path;

/**
 * One image with its labels.
 *
 * @param place position in the task's list, from 0; stands for the case in messages
 * @param image NIfTI file
 * @param labels NIfTI file on the image's grid
 */
public record LabelledCase(int place, Path image, Path labels) {

  /** How messages name the case, such as {@code training[17]}. */
  public String reference() {
    return "training[" + place + "]";
  }

  /** The image's file name: what divisions are hashed from. Never to be logged. */
  String fileName() {
    return image.getFileName().toString();
  }

  /** Leaves the file names out: they may identify patients. */
  @Override
  public String toString() {
    return reference();
  }
}
