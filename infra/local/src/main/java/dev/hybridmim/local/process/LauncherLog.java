package dev.hybridmim.local.process;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.hybridmim.local.home.HomeLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Sends what this process logs to a file in the home, as its children do. */
public final class LauncherLog {
  private static final String NAME = "launcher";

  private LauncherLog() {}

  /** From here on this process logs to {@code logs/launcher.log}. */
  public static void into(HomeLayout home) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      throw new IllegalStateException("Logback is not what SLF4J found: " + factory.getClass());
    }
    try {
      Path configuration =
          Files.createDirectories(home.work("processes")).resolve(NAME + ".logback.xml");
      LoggingFile.write(configuration, home.log(NAME));
      context.reset();
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(configuration.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JoranException e) {
      throw new IllegalStateException("The launcher's own logging configuration is wrong", e);
    }
  }
}
