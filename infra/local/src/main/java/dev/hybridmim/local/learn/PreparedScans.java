package dev.hybridmim.local.learn;

import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.sample.SampleDecoder;
import dev.hybridmim.augment.sample.SampleMaker;
import dev.hybridmim.augment.sample.VoxelSource;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.scans.ScanDirectory;
import dev.hybridmim.local.scans.ScanFile;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.Batch;
import dev.hybridmim.trainer.stream.TicketFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Scans in memory, prepared, from which batches are cut. Not thread-safe. */
final class PreparedScans {
  private static final long VOLUME = 0;
  private static final long SAMPLE = 1;

  private final Profile profile;
  private final List<VoxelSource> volumes;
  private final TicketFactory tickets;
  private final SampleMaker maker = new SampleMaker();

  private PreparedScans(Profile profile, List<VoxelSource> volumes) {
    this.profile = profile;
    this.volumes = volumes;
    this.tickets = new TicketFactory("bench-learn", profile);
  }

  /**
   * Reads and prepares all scans of a directory.
   *
   * @param most reads no more than these, the first ones by path
   * @throws RunException when there is none, or one can't be read
   */
  static PreparedScans read(Path directory, Profile profile, int most) {
    List<ScanFile> files = new ScanDirectory(directory).look().scans();
    if (files.isEmpty()) {
      throw new RunException("There is no NIfTI file (.nii, .nii.gz) below " + directory + ".");
    }
    return read(
        files.subList(0, Math.min(most, files.size())).stream().map(ScanFile::path).toList(),
        profile);
  }

  /**
   * Reads and prepares these scans, in this order.
   *
   * @throws RunException when one can't be read
   */
  static PreparedScans read(List<Path> files, Profile profile) {
    ReadLimits limits = ReadLimits.ofThisProcess(1);
    VolumePreparer preparer =
        new VolumePreparer(profile.ingest(), profile.augment().subVolume(), limits);
    List<VoxelSource> volumes = new ArrayList<>();
    for (Path file : files) {
      volumes.add(prepare(file, preparer, limits));
    }
    return new PreparedScans(profile, volumes);
  }

  int count() {
    return volumes.size();
  }

  /** The batch of a step; the same profile, scans and step give the same bytes. */
  Batch batch(long step) {
    int samples = profile.trainer().batchSize();
    int maskBytes = profile.augment().grid().maskBytes();
    DemandTicket ticket = tickets.ticket(step, 0);
    UniformRandomProvider random = Seeds.random(Seeds.derive(ticket.getSeed(), VOLUME));
    ByteBuffer voxels = null;
    byte[] codes = new byte[samples * maskBytes];
    for (int ordinal = 0; ordinal < samples; ordinal++) {
      VoxelSource volume = volumes.get(random.nextInt(volumes.size()));
      long seed = Seeds.derive(ticket.getSeed(), SAMPLE, ordinal);
      Sample sample =
          maker.make(new SamplePlan(ticket, ordinal, Volume.getDefaultInstance(), 0, seed), volume);
      byte[] halves = SampleDecoder.halves(sample);
      if (voxels == null) {
        voxels = ByteBuffer.allocateDirect(samples * halves.length);
      }
      voxels.put(halves);
      sample.getMaskCodes().copyTo(codes, ordinal * maskBytes);
    }
    return new Batch(samples, voxels.flip(), codes, profile.network().inputChannels());
  }

  private static VoxelSource prepare(Path file, VolumePreparer preparer, ReadLimits limits) {
    try {
      return new InMemory(preparer.prepare(NiftiReader.read(file, "The scan", limits), "The scan"));
    } catch (IOException | UnreadableScanException e) {
      throw new RunException("The scan " + file + " can't be used: " + e.getMessage(), e);
    }
  }

  private record InMemory(PreparedVolume volume) implements VoxelSource {
    @Override
    public int[] shape() {
      return volume.shape();
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public void readBox(int[] origin, int[] size, float[] into) {
      int at = 0;
      for (int i = 0; i < size[0]; i++) {
        for (int j = 0; j < size[1]; j++, at += size[2]) {
          volume.copyRow(origin[0] + i, origin[1] + j, origin[2], size[2], into, at);
        }
      }
    }
  }
}
