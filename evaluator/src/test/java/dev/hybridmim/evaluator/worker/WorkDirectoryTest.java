package dev.hybridmim.evaluator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
  @TempDir Path directory;

  @Test
  void whatCanBeGoneOnWithStays() throws Exception {
    Path young = work("work-young", Duration.ofHours(5));
    Path old = work("work-old", Duration.ofDays(9));
    Path prepared = work("prepared", Duration.ofDays(90));
    Path download = work("snapshot-123", Duration.ZERO);
    Path stray = Files.writeString(directory.resolve("stray"), "x");

    WorkDirectory.tidy(directory, Duration.ofDays(7));

    assertThat(young.resolve("file")).exists();
    assertThat(prepared.resolve("file")).exists();
    assertThat(old).doesNotExist();
    assertThat(download).doesNotExist();
    assertThat(stray).doesNotExist();
  }

  private Path work(String name, Duration age) throws Exception {
    Path made = Files.createDirectory(directory.resolve(name));
    Files.writeString(made.resolve("file"), "x");
    Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(age)));
    return made;
  }
}
