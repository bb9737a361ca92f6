package dev.hybridmim.local.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanDirectoryTest {
  @TempDir Path directory;

  @Test
  void findsScansAtAnyDepthAndCountsTheRest() throws IOException {
    touch("one.nii");
    touch("deep/er/two.NII.gz");
    touch("notes.txt");
    touch("deep/dataset.json");
    touch("._one.nii");
    touch(".DS_Store");
    touch(".hidden/three.nii");

    ScanDirectory.Look look = new ScanDirectory(directory).look();

    assertThat(look.scans())
        .extracting(scan -> directory.relativize(scan.path()).toString())
        .containsExactly("deep/er/two.NII.gz", "one.nii");
    assertThat(look.ignored()).isEqualTo(2);
    assertThat(look.ignoredNames())
        .containsExactlyInAnyOrder(Path.of("notes.txt"), Path.of("deep/dataset.json"));
  }

  @Test
  void followsLinksAndSurvivesCircles() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    touch("elsewhere/linked.nii");
    Path scans = Files.createDirectories(directory.resolve("scans"));
    Files.createSymbolicLink(scans.resolve("link"), elsewhere);
    Files.createSymbolicLink(scans.resolve("circle"), scans);

    ScanDirectory.Look look = new ScanDirectory(scans).look();

    assertThat(look.count()).isEqualTo(1);
    assertThat(look.unreadable()).isEqualTo(1);
  }

  @Test
  void saysWhatIsWrongWithADirectory() throws IOException {
    Path file = touch("one.nii");

    assertThatThrownBy(() -> new ScanDirectory(directory.resolve("nowhere")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> new ScanDirectory(file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is a file");
  }

  @Test
  void imagesOfDicomAreToldByContentAndGroupedBySeries() throws IOException {
    Path series = TestData.require("dicom/ct-philips-28");
    for (String name : new String[] {"I10", "I20", "DIRFILE"}) {
      Files.copy(series.resolve(name), directory.resolve(name + ".whatever"));
    }
    touch("DICM");
    ScanDirectory scans = new ScanDirectory(directory);
    ScanDirectory.Look look = scans.look();
    assertThat(look.scans())
        .extracting(scan -> directory.relativize(scan.path()).toString())
        .containsExactly("I10.whatever", "I20.whatever");
    assertThat(look.ignoredNames())
        .containsExactlyInAnyOrder(Path.of("DIRFILE.whatever"), Path.of("DICM"));
    assertThat(look.scans().stream().map(scans::seriesInstanceUid).distinct()).hasSize(1);
    assertThat(scans.seriesInstanceUid(look.scans().get(0))).isPresent();
  }

  @Test
  void archivesAreScansByTheirNames() throws IOException {
    touch("a.zip");
    touch("b.TGZ");
    touch("c.tar.gz");
    assertThat(new ScanDirectory(directory).look().count()).isEqualTo(3);
  }

  private Path touch(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }
}
