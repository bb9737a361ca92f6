package dev.hybridmim.evaluator.worker;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;

/** The class path with which a worker finds the same classes as this process. */
final class WorkerClassPath {
  private WorkerClassPath() {}

  /**
   * This process's class path, and before it the job jar if this class was loaded from one that is
   * not on it, as on a Flink cluster.
   */
  static String current() {
    String classPath = System.getProperty("java.class.path");
    String own = codeSource();
    boolean listed = Arrays.asList(classPath.split(File.pathSeparator)).contains(own);
    return listed ? classPath : own + File.pathSeparator + classPath;
  }

  private static String codeSource() {
    CodeSource source = WorkerClassPath.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException exception) {
      throw new IllegalStateException(
          "The evaluator's classes lie at " + source.getLocation() + ", which is no path.",
          exception);
    }
  }
}
