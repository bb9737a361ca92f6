package dev.hybridmim.trainer.learning;

import dev.hybridmim.platform.profile.NetworkProfile.Backbone;
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
 *
 * <p>To pre-train a Swin UNETR three more, which glibc reads and others ignore: {@code
 * MALLOC_ARENA_MAX=1}, {@code MALLOC_MMAP_THRESHOLD_} and {@code MALLOC_TRIM_THRESHOLD_}. Arrays of
 * less than 256 MiB then come from one heap that keeps what is freed for the next array, instead of
 * going back to the system, which clears every page that it hands out again: more than a third of
 * the processor time of a step. It costs memory, since freed pieces don't always fit. A U-Net's
 * arrays fit worse (1.7 times the memory), so it gets none of them. Values are the same.
 */
public final class NativeEnvironment {
  private static final Map<String, String> DEFAULTS =
      Map.of("OMP_WAIT_POLICY", "PASSIVE", "THP_MEM_ALLOC_ENABLE", "1");

  private static final long MEBIBYTE = 1L << 20;
  private static final long LARGEST_KEPT = 256 * MEBIBYTE;
  private static final long KEPT_AT_MOST = MEBIBYTE * MEBIBYTE;

  private static final Map<String, String> REUSE =
      Map.of(
          "MALLOC_ARENA_MAX",
          "1",
          "MALLOC_MMAP_THRESHOLD_",
          Long.toString(LARGEST_KEPT),
          "MALLOC_TRIM_THRESHOLD_",
          Long.toString(KEPT_AT_MOST));

  private NativeEnvironment() {}

  /** The variables that somebody has not set to something else already. */
  public static Map<String, String> missingFrom(Map<String, String> environment) {
    return missing(DEFAULTS, environment);
  }

  /** The same for a process that pre-trains a network. */
  public static Map<String, String> ofPretraining(
      Backbone backbone, Map<String, String> environment) {
    Map<String, String> wanted = new LinkedHashMap<>(DEFAULTS);
    if (backbone == Backbone.SWIN_UNETR) {
      wanted.putAll(REUSE);
    }
    return missing(wanted, environment);
  }

  private static Map<String, String> missing(
      Map<String, String> wanted, Map<String, String> environment) {
    Map<String, String> missing = new LinkedHashMap<>(wanted);
    missing.keySet().removeAll(environment.keySet());
    return Map.copyOf(missing);
  }
}
