package dev.hybridmim.augment.sample;

import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.Volume;

/**
 * Cuts all samples of a visit.
 *
 * <p>In: a visit. Out, to a {@link Receiver}: each of its samples once, and each volume that failed
 * one. A sample whose volume fails is drawn again from the visit's alternates, so that its ticket
 * is answered in full; only when all fail it is given up and reported. Not thread-safe.
 */
public final class VisitCutter {
  /** Takes what a visit yields. */
  public interface Receiver {
    void sample(Sample sample);

    /** A sample could not be cut from this volume; an alternate is tried next. */
    void unusableVolume(UnusableVolumeException why);

    /** A sample could not be cut from any volume of its visit. */
    void unanswered(SamplePlan lastPlan);
  }

  private final VolumeLibrary library;
  private final SampleMaker maker = new SampleMaker();

  public VisitCutter(VolumeLibrary library) {
    this.library = library;
  }

  /**
   * Cuts the samples in the order of their ordinals.
   *
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away
   */
  public void cut(VolumeVisit visit, Receiver receiver) {
    for (int ordinal : visit.ordinals()) {
      cut(visit, ordinal, receiver);
    }
  }

  private void cut(VolumeVisit visit, int ordinal, Receiver receiver) {
    for (int candidate = 0; candidate < visit.attempts(); candidate++) {
      SamplePlan plan = visit.plan(ordinal, candidate);
      try {
        receiver.sample(make(plan));
        return;
      } catch (UnusableVolumeException e) {
        receiver.unusableVolume(e);
      }
    }
    receiver.unanswered(visit.plan(ordinal, visit.attempts() - 1));
  }

  private Sample make(SamplePlan plan) {
    Volume volume = plan.volume();
    try {
      return maker.make(plan, library.open(volume));
    } catch (IllegalArgumentException e) {
      throw new UnusableVolumeException(volume.getId(), e.getMessage(), e);
    }
  }
}
