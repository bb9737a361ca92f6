package dev.hybridmim.trainer.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of this software is running. */
final class SoftwareVersion {
  private static final String PROPERTIES =
      "/META-INF/maven/dev.hybridmim/hybridmim-trainer/pom.properties";

  private SoftwareVersion() {}

  /** The version of the jar, or {@code development} when the classes do not come from one. */
  static String current() {
    try (InputStream in = SoftwareVersion.class.getResourceAsStream(PROPERTIES)) {
      if (in == null) {
        return "development";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "development");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
