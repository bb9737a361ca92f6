package dev.hybridmim.local.run;

import dev.hybridmim.ingest.intake.IntakeMain;
import dev.hybridmim.ingest.intake.InvalidSettingsException;
import dev.hybridmim.local.RunException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an intake is started with.
 *
 * @param settings a file of settings that differ from the defaults
 * @param overrides of single settings, before the file's
 */
public record IntakeRequest(Optional<Path> settings, Map<String, String> overrides) {
  public IntakeRequest {
    settings = settings.map(file -> file.toAbsolutePath().normalize());
    overrides = new TreeMap<>(overrides);
    try {
      // What can't be used is found before anything is started.
      IntakeMain.settings(settings, overrides);
    } catch (InvalidSettingsException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  @Override
  public Map<String, String> overrides() {
    return new TreeMap<>(overrides);
  }
}
