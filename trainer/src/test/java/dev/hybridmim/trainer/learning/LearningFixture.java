package dev.hybridmim.trainer.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.profile.TrainerProfile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** A tiny network and synthetic samples for it. */
final class LearningFixture {
  private LearningFixture() {}

  /** The laptop's profile, made smaller: sub-volume 32, batch 2, one thread. */
  static Profile profile() {
    return with(Profiles.load("laptop").trainer());
  }

  /** The tiny profile with other trainer settings. */
  static Profile with(TrainerProfile t) {
    Profile laptop = Profiles.load("laptop");
    NetworkProfile network =
        new NetworkProfile(
            NetworkProfile.Backbone.UNET, 1, List.of(4, 4, 8, 8, 16), List.of(2, 2, 2, 1), 0.1, 16);
    TrainerProfile trainer =
        new TrainerProfile(
            2,
            3e-3,
            t.weightDecay(),
            t.decayNormsAndBiases(),
            2,
            t.schedule(),
            t.plannedSteps(),
            t.clipNorm(),
            t.emaDecay(),
            t.box(),
            t.boxEdge(),
            t.losses(),
            t.contrastSummary(),
            t.temperature(),
            t.snapshotEverySteps(),
            2,
            t.ticketsInFlight(),
            1,
            t.seed());
    return new Profile(
        laptop.name(),
        laptop.description(),
        laptop.ingest(),
        laptop.augment(),
        network,
        trainer,
        laptop.evaluator());
  }

  /** A profile with another division of the sub-volume, all of which is rebuilt, and network. */
  static Profile ofRegions(
      Profile profile, int subVolume, int regionEdge, int patchEdge, NetworkProfile network) {
    ObjectNode json = read(Profiles.toJson(profile));
    ObjectNode augment = (ObjectNode) json.get("augment");
    augment.put("subVolume", subVolume).put("regionEdge", regionEdge).put("patchEdge", patchEdge);
    ((ObjectNode) json.get("trainer")).put("box", "full").put("boxEdge", subVolume);
    json.set("network", Json.mapper().valueToTree(network));
    return Profiles.fromJson(json.toString());
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) Json.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Samples with a bright ball somewhere and four tenths of the patches masked. */
  static Batch batch(Profile profile, int samples, long seed) {
    RegionGrid grid = profile.augment().grid();
    UniformRandomProvider random = Seeds.random(seed);
    ByteBuffer voxels =
        ByteBuffer.allocateDirect(samples * grid.voxels() * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] codes = new byte[samples * grid.maskBytes()];
    for (int sample = 0; sample < samples; sample++) {
      putBall(voxels, grid.subVolume()[0], random);
      byte[] code = mask(grid, random);
      System.arraycopy(code, 0, codes, sample * code.length, code.length);
    }
    return new Batch(samples, voxels.flip(), codes, 1);
  }

  /** A batch of which one voxel is infinite. */
  static Batch infinite(Profile profile, int samples, long seed) {
    Batch batch = batch(profile, samples, seed);
    ByteBuffer voxels =
        ByteBuffer.allocateDirect(batch.voxels().remaining()).order(ByteOrder.LITTLE_ENDIAN);
    voxels.put(batch.voxels()).flip();
    for (int voxel = 0; voxel < voxels.limit() / 2; voxel += 7) {
      voxels.putShort(2 * voxel, Half.toHalf(Float.POSITIVE_INFINITY));
    }
    return new Batch(samples, voxels, batch.maskCodes(), 1);
  }

  private static void putBall(ByteBuffer voxels, int edge, UniformRandomProvider random) {
    double[] center = {
      edge * random.nextDouble(), edge * random.nextDouble(), edge * random.nextDouble()
    };
    double radius = edge * (0.2 + 0.2 * random.nextDouble());
    for (int i = 0; i < edge; i++) {
      for (int j = 0; j < edge; j++) {
        for (int k = 0; k < edge; k++) {
          double distance =
              Math.sqrt(
                  Math.pow(i - center[0], 2)
                      + Math.pow(j - center[1], 2)
                      + Math.pow(k - center[2], 2));
          double value = distance < radius ? 0.9 : 0.2;
          voxels.putShort(Half.toHalf((float) (value + 0.05 * random.nextDouble())));
        }
      }
    }
  }

  private static byte[] mask(RegionGrid grid, UniformRandomProvider random) {
    byte[] code = new byte[grid.maskBytes()];
    int left = Math.round(0.4f * grid.patches());
    while (left > 0) {
      int region = random.nextInt(grid.regions());
      int patch = random.nextInt(grid.patchesPerRegion());
      if (!grid.masked(code, region, patch)) {
        grid.mask(code, region, patch);
        left--;
      }
    }
    return code;
  }
}
