package dev.hybridmim.local.scans;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ScanKeysTest {
  private final ScanKeys keys = new ScanKeys("a secret");

  @Property(tries = 100)
  void keysNeverHoldAName(@ForAll @AlphaChars @StringLength(min = 4, max = 30) String name) {
    String key = keys.key(Path.of("/archive", name, name + ".nii.gz"));

    assertThat(key).matches("raw/[0-9a-f]{32}\\.nii\\.gz").doesNotContain("/" + name);
    assertThat(keys.key(Path.of("/archive", name, name + ".nii.gz"))).isEqualTo(key);
    assertThat(new ScanKeys("another secret").key(Path.of("/archive", name, name + ".nii.gz")))
        .isNotEqualTo(key);
  }

  @Test
  void filesOfTheSameNameInTwoArchivesAreTwoObjects() {
    assertThat(keys.key(Path.of("/a/case1.nii"))).isNotEqualTo(keys.key(Path.of("/b/case1.nii")));
  }

  @Test
  void theHalvesOfAPairDifferByTheirEndingsOnly() {
    String header = keys.key(Path.of("/a/case1.hdr"));
    assertThat(header).endsWith(".hdr");
    assertThat(keys.key(Path.of("/a/case1.img.gz"))).isEqualTo(header.replace(".hdr", ".img.gz"));
    assertThat(keys.key(Path.of("/b/case1.img"))).isNotEqualTo(header.replace(".hdr", ".img"));
  }

  @Test
  void endingsDecideWhatIsAScan() {
    assertThat(ScanKeys.ending(Path.of("a.nii"))).contains(".nii");
    assertThat(ScanKeys.ending(Path.of("a.b.NII.GZ"))).contains(".nii.gz");
    assertThat(ScanKeys.ending(Path.of("dataset.json"))).isEmpty();
    assertThat(ScanKeys.ending(Path.of("a.nii.gz.part"))).isEmpty();
  }
}
