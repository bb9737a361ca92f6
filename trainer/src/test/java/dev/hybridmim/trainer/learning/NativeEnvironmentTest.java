package dev.hybridmim.trainer.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
