package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static dev.hybridmim.augment.testing.TestVolumes.id;
import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisitCutterTest {
  private static final VolumeVisit VISIT =
      VolumeVisit.of(
          ticket(0, 9).build(), List.of(1, 5), List.of(announced(1), announced(2), announced(3)));

  private final List<Sample> samples = new ArrayList<>();
  private final List<String> unusable = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();

  @Test
  void eachSampleComesOnceInOrder() {
    cut(Set.of());
    assertThat(samples).extracting(Sample::getOrdinal).containsExactly(1, 5);
    assertThat(samples).extracting(Sample::getVolumeId).containsOnly(id(1));
    assertThat(samples).extracting(Sample::getSeed).doesNotHaveDuplicates();
    assertThat(unusable).isEmpty();
  }

  @Test
  void aSampleIsDrawnAgainFromAnAlternateWithAnotherSeed() {
    cut(Set.of(id(1), id(2)));
    assertThat(samples).extracting(Sample::getOrdinal).containsExactly(1, 5);
    assertThat(samples).extracting(Sample::getVolumeId).containsOnly(id(3));
    assertThat(samples.get(0).getSeed()).isEqualTo(VISIT.plan(1, 2).seed());
    assertThat(unusable).containsExactly(id(1), id(2), id(1), id(2));
    assertThat(unanswered).isEmpty();
  }

  @Test
  void aSampleWithoutAnyVolumeIsReported() {
    cut(Set.of(id(1), id(2), id(3)));
    assertThat(samples).isEmpty();
    assertThat(unanswered).containsExactly("run-a/0/1", "run-a/0/5");
  }

  private void cut(Set<String> broken) {
    new VisitCutter(new MemoryLibrary(broken))
        .cut(
            VISIT,
            new VisitCutter.Receiver() {
              @Override
              public void sample(Sample sample) {
                samples.add(sample);
              }

              @Override
              public void unusableVolume(UnusableVolumeException why) {
                unusable.add(why.volumeId());
              }

              @Override
              public void unanswered(SamplePlan lastPlan) {
                unanswered.add(lastPlan.key());
              }
            });
  }

  private record MemoryLibrary(Set<String> broken) implements VolumeLibrary {
    @Override
    public VoxelSource open(Volume volume) {
      if (broken.contains(volume.getId())) {
        throw new UnusableVolumeException(volume.getId(), "it is broken", null);
      }
      int[] shape = {24, 24, 24};
      return new ArrayVolume(ramp(Integer.parseInt(volume.getId(), 16), shape), 1, shape);
    }

    @Override
    public void close() {}
  }
}
