package dev.hybridmim.evaluator.testing;

import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.util.List;

/** The laptop profile with a smaller network or another budget. */
public final class TestProfiles {
  private TestProfiles() {}

  /** Half of the cases held back, all others trained on, one processor thread. */
  public static Profile withBudget(int steps) {
    return withEvaluator(laptop(), new EvaluatorProfile(1, 0.5, steps, 2, 3e-2, 1e-4, 0.25, 1, 11));
  }

  public static Profile withEvaluator(Profile base, EvaluatorProfile evaluator) {
    return new Profile(
        base.name(),
        base.description(),
        base.ingest(),
        base.augment(),
        base.network(),
        base.trainer(),
        evaluator);
  }

  private static Profile laptop() {
    Profile base = Profiles.load("laptop");
    NetworkProfile network =
        new NetworkProfile(
            base.network().backbone(), 1, List.of(4, 4, 8, 8, 8), List.of(2, 2, 2, 1), 0.1, 16);
    return new Profile(
        base.name(),
        base.description(),
        base.ingest(),
        base.augment(),
        network,
        base.trainer(),
        base.evaluator());
  }
}
