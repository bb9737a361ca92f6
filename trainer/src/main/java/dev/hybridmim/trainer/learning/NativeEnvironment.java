package dev.hybridmim.trainer.learning;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Environment variables with which a process that computes on PyTorch is started. The native
 * libraries read them once, while they load, so a process can't set them for itself.
 *
 * <ul>
 *   <li>{@code OMP_WAIT_POLICY=PASSIVE}: OpenMP's threads sleep while they wait for each other. On
 *       a shared machine spinning ones take the processors from those that they wait for, which
 *       makes a step up to ten times slower.
 *   <li>{@code THP_MEM_ALLOC_ENABLE=1}: arrays of 2 MiB and more ask Linux for huge pages. A step
 *       allocates gigabytes that are new to the process every time; a third of its processor time
 *       went into mapping them in pages of 4 KiB. Values are the same.
 * </ul>
 */
public final class NativeEnvironment {
  private static final Map<String, String> DEFAULTS =
      Map.of("OMP_WAIT_POLICY", "PASSIVE", "THP_MEM_ALLOC_ENABLE", "1");

  private NativeEnvironment() {}

  /** The variables that somebody has not set to something else already. */
  public static Map<String, String> missingFrom(Map<String, String> environment) {
    Map<String, String> missing = new LinkedHashMap<>(DEFAULTS);
    missing.keySet().removeAll(environment.keySet());
    return Map.copyOf(missing);
  }
}
