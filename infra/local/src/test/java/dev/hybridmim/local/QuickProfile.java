package dev.hybridmim.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.profile.Profiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The laptop profile, shortened: a snapshot every few steps, and little fine-tuning. */
public final class QuickProfile {
  private QuickProfile() {}

  /** Writes it as a file that {@code --profile} takes. */
  public static Path write(Path directory) throws Exception {
    String yaml = new String(Profiles.text("laptop"), StandardCharsets.UTF_8);
    yaml = replace(yaml, "snapshotEverySteps", "15");
    yaml = replace(yaml, "samplesPerTicket", "32");
    yaml = replace(yaml, "fineTuneSteps", "6");
    yaml = replace(yaml, "labelFraction", "0.5");
    yaml = replace(yaml, "warmUpSteps", "2");
    Path file = directory.resolve("quick.yaml");
    Files.writeString(file, yaml);
    return file;
  }

  private static String replace(String yaml, String key, String value) {
    String replaced = yaml.replaceAll("(?m)^(\\s*" + key + "): .*$", "$1: " + value);
    assertThat(replaced).contains(key + ": " + value);
    return replaced;
  }
}
