package dev.hybridmim.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {
  /** A process that would live for ever. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      ParentWatch.start();
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }

  @Test
  void theChildEndsWhenItsInputDoes() throws Exception {
    Process child = start("-Dhybridmim.parent=pipe");
    assertThat(child.inputReader().readLine()).isEqualTo("ready");
    assertThat(child.isAlive()).isTrue();
    child.getOutputStream().close();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
  }

  @Test
  void withoutALauncherInputMeansNothing() throws Exception {
    Process child = start("-Dhybridmim.parent=none");
    try {
      assertThat(child.inputReader().readLine()).isEqualTo("ready");
      child.getOutputStream().close();
      assertThat(child.waitFor(1, TimeUnit.SECONDS)).isFalse();
    } finally {
      child.destroyForcibly();
    }
  }

  private static Process start(String property) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            property,
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName())
        .start();
  }
}
