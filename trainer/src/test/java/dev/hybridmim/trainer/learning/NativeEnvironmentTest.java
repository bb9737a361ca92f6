package dev.hybridmim.trainer.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hybridmim.platform.profile.NetworkProfile.Backbone;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeEnvironmentTest {
  @Test
  void anEmptyEnvironmentGetsAllVariables() {
    assertEquals(
        Map.of("OMP_WAIT_POLICY", "PASSIVE", "THP_MEM_ALLOC_ENABLE", "1"),
        NativeEnvironment.missingFrom(Map.of("PATH", "/bin")));
  }

  @Test
  void whatAPersonHasSetStays() {
    assertEquals(
        Map.of("OMP_WAIT_POLICY", "PASSIVE"),
        NativeEnvironment.missingFrom(Map.of("THP_MEM_ALLOC_ENABLE", "0")));
  }

  @Test
  void aSwinsPretrainingKeepsFreedMemory() {
    assertEquals(
        Map.of(
            "OMP_WAIT_POLICY",
            "PASSIVE",
            "THP_MEM_ALLOC_ENABLE",
            "1",
            "MALLOC_MMAP_THRESHOLD_",
            "268435456",
            "MALLOC_TRIM_THRESHOLD_",
            "1099511627776"),
        NativeEnvironment.ofPretraining(Backbone.SWIN_UNETR, Map.of("MALLOC_ARENA_MAX", "4")));
    assertEquals(
        NativeEnvironment.missingFrom(Map.of()),
        NativeEnvironment.ofPretraining(Backbone.UNET, Map.of()));
  }
}
