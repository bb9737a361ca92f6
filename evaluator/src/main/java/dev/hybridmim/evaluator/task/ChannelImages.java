package dev.hybridmim.evaluator.task;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.nifti.NiftiVolumes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the channels of a case from as many NIfTI files, or from one that holds them all. */
public final class ChannelImages {
  private ChannelImages() {}

  /**
   * The channels in order.
   *
   * @param channels how many there must be
   * @param reference names the case in messages; no identifiers
   * @throws IOException when the disk fails
   * @throws UnreadableScanException when a file can't be read or there are more or fewer channels
   */
  public static List<Image> read(
      List<Path> files, int channels, String reference, ReadLimits limits)
      throws IOException, UnreadableScanException {
    List<Image> images = new ArrayList<>();
    if (files.size() == 1 && channels > 1) {
      try (InputStream content = new BufferedInputStream(Files.newInputStream(files.get(0)))) {
        NiftiReader.readVolumes(
            content,
            Files.size(files.get(0)),
            reference,
            limits,
            NiftiVolumes.ALL,
            taken -> images.add(taken.release()),
            StageWatch.NONE);
      }
    } else {
      for (Path file : files) {
        images.add(NiftiReader.read(file, reference, limits));
      }
    }
    if (images.size() != channels) {
      throw new UnreadableScanException(
          RejectReason.GEOMETRY_MISMATCH,
          reference
              + " holds "
              + images.size()
              + " channels, but "
              + channels
              + " are needed; correct the files or the description.");
    }
    return images;
  }
}
