package dev.hybridmim.local.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.local.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanIndexTest {
  private static final ScanEntry ONE = new ScanEntry("raw/1.nii", "/scans/Müller.nii", 12, 34, "a");
  private static final ScanEntry TWO = new ScanEntry("raw/2.nii", "/scans/two.nii", 56, 78, "b");

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("scans.jsonl");
  }

  @Test
  void isKeptThroughARestart() {
    ScanIndex index = ScanIndex.open(file());
    index.add(ONE);
    index.add(TWO);

    ScanIndex again = ScanIndex.open(file());

    assertThat(again.size()).isEqualTo(2);
    assertThat(again.find("raw/1.nii")).contains(ONE);
    assertThat(again.find("raw/3.nii")).isEmpty();
  }

  @Test
  void theLastLineOfAKeyCounts() {
    ScanIndex index = ScanIndex.open(file());
    index.add(ONE);
    ScanEntry changed = new ScanEntry(ONE.key(), ONE.path(), 99, 100, "c");
    index.add(changed);

    assertThat(index.find(ONE.key())).contains(changed);
    assertThat(ScanIndex.open(file()).find(ONE.key())).contains(changed);
  }

  @Test
  void dropsALineThatAKillHasCutShort() throws IOException {
    ScanIndex.open(file()).add(ONE);
    Files.writeString(file(), "{\"key\":\"raw/2.n", StandardOpenOption.APPEND);

    ScanIndex again = ScanIndex.open(file());
    again.add(TWO);

    assertThat(ScanIndex.open(file()).size()).isEqualTo(2);
  }

  @Test
  void refusesDamageInTheMiddleWithoutQuotingIt() throws IOException {
    Files.writeString(file(), "{\"path\":\"/scans/Müller.nii\"\n");

    assertThatThrownBy(() -> ScanIndex.open(file()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Line 1")
        .hasMessageNotContaining("Müller")
        .hasNoCause();
  }

  @Test
  void isReadableByItsOwnerOnlySinceItHoldsFileNames() throws IOException {
    ScanIndex.open(file());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(ONE.toString()).doesNotContain("Müller");
  }
}
