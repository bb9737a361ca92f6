package dev.hybridmim.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the Logback configuration of one process: a file in the home, at most 40 MB with what was
 * rolled away.
 */
final class LoggingFile {
  private static final String TEMPLATE =
      """
      <configuration>
        <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
        <appender name="file" class="ch.qos.logback.core.rolling.RollingFileAppender">
          <file>%1$s</file>
          <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
            <fileNamePattern>%1$s.%%i</fileNamePattern>
            <minIndex>1</minIndex>
            <maxIndex>3</maxIndex>
          </rollingPolicy>
          <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
            <maxFileSize>10MB</maxFileSize>
          </triggeringPolicy>
          <encoder>
            <pattern>%%date{ISO8601} %%-5level [%%thread] %%logger{36}: %%message%%n</pattern>
          </encoder>
        </appender>
        <logger name="dev.hybridmim" level="INFO"/>
        <root level="WARN"><appender-ref ref="file"/></root>
      </configuration>
      """;

  private LoggingFile() {}

  /** Writes the configuration by which a process logs to {@code log}. */
  static void write(Path configuration, Path log) {
    String path = log.toString().replace("&", "&amp;").replace("<", "&lt;");
    try {
      Files.writeString(configuration, String.format(TEMPLATE, path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
