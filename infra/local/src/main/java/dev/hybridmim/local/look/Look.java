package dev.hybridmim.local.look;

import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.look.Plane;
import dev.hybridmim.trainer.look.Reconstruction;
import dev.hybridmim.trainer.look.ReconstructionSheet;
import dev.hybridmim.trainer.look.TrainedNetwork;
import dev.hybridmim.trainer.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the sheets of a snapshot and a scan.
 *
 * @param scan a NIfTI file, a DICOM file, or a directory of a DICOM series
 * @param out a directory; made when it is not there
 * @param seed of place and mask
 */
public record Look(Path scan, Path out, long seed) {
  /**
   * What was seen.
   *
   * @param snapshot {@code run/step}
   * @param origin first voxel of the sub-volume in the prepared scan
   * @param meanAbsoluteError over hidden voxels
   * @param positionsRight share of patches that the network tells rightly as hidden or not
   * @param files that were written
   */
  public record Seen(
      String snapshot,
      int regions,
      int regionsRight,
      double positionsRight,
      double meanAbsoluteError,
      List<Integer> origin,
      List<Path> files) {
    public Seen {
      origin = List.copyOf(origin);
      files = List.copyOf(files);
    }
  }

  /**
   * Looks.
   *
   * @throws RunException when the scan can't be used or the directory not be written
   */
  public Seen at(Snapshot snapshot) {
    Profile profile = snapshot.manifest().readProfile();
    ScanSample sample = ScanSample.of(scan, profile, seed);
    Reconstruction seen;
    try (TrainedNetwork network = TrainedNetwork.of(snapshot)) {
      seen = network.reconstructor().rebuild(sample.voxels(), sample.maskCodes(), 1);
    }
    String title = "Run " + snapshot.manifest().runId() + "  step " + snapshot.manifest().step();
    title += "  seed " + seed;
    ReconstructionSheet sheet = new ReconstructionSheet(true, 0);
    List<Path> files = new ArrayList<>();
    files.add(write("overview.png", sheet.overview(seen, title)));
    for (Plane plane : Plane.values()) {
      files.add(write(plane.label() + ".png", sheet.plane(seen, plane, title)));
    }
    files.add(write("regions.png", sheet.regions(seen, title)));
    return new Seen(
        snapshot.manifest().key().toString(),
        seen.grid().regions(),
        seen.regionsRight(),
        seen.positionsRight(),
        seen.meanAbsoluteError(),
        List.of(sample.origin()[0], sample.origin()[1], sample.origin()[2]),
        files);
  }

  private Path write(String name, byte[] png) {
    Path file = out.resolve(name);
    try {
      Files.createDirectories(out);
      return Files.write(file, png);
    } catch (IOException e) {
      throw new RunException("The file " + file + " can't be written: " + e.getMessage(), e);
    }
  }
}
