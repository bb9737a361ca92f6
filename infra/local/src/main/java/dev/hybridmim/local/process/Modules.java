package dev.hybridmim.local.process;

import dev.hybridmim.local.RunException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The built modules of this checkout, each with a class path of its own. */
public final class Modules {
  /** Names the root of the checkout; the launcher script sets it. */
  public static final String PROPERTY = "hybridmim.modules";

  private final Path root;

  public Modules(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The modules of the running installation.
   *
   * @throws RunException when the property is not set
   */
  public static Modules installed() {
    String root = System.getProperty(PROPERTY);
    if (root == null) {
      throw new RunException(
          "The system property "
              + PROPERTY
              + " is not set: start the program with the script `hybridmim`, which sets it.");
    }
    return new Modules(Path.of(root));
  }

  /**
   * A module's runtime class path, its own jar first.
   *
   * @throws RunException when the module was not built
   */
  public String classPath(Module module) {
    Path target = root.resolve(module.directory()).resolve("target");
    Path jar = target.resolve(module.artifact() + ".jar");
    Path list = target.resolve("runtime.classpath");
    if (!Files.isRegularFile(jar) || !Files.isRegularFile(list)) {
      throw new RunException(
          "The module "
              + module.directory()
              + " is not built ("
              + (Files.isRegularFile(jar) ? list : jar)
              + " is missing): run `./mvnw package -DskipTests` in "
              + root
              + ".");
    }
    try {
      return jar + File.pathSeparator + Files.readString(list).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar that holds a pipeline and all it needs on a cluster, if it was built. */
  public Optional<Path> jobJar(Module module) {
    Path jar =
        root.resolve(module.directory()).resolve("target").resolve(module.artifact() + "-job.jar");
    return Files.isRegularFile(jar) ? Optional.of(jar) : Optional.empty();
  }

  /** A module that is started as a process of its own. */
  public enum Module {
    STORE("infra/store", "hybridmim-store"),
    LOCAL("infra/local", "hybridmim-local"),
    INGEST("ingest", "hybridmim-ingest"),
    AUGMENT("augment", "hybridmim-augment"),
    TRAINER("trainer", "hybridmim-trainer"),
    EVALUATOR("evaluator", "hybridmim-evaluator");

    private final String directory;
    private final String artifact;

    Module(String directory, String artifact) {
      this.directory = directory;
      this.artifact = artifact;
    }

    /** Below the root of the checkout. */
    public String directory() {
      return directory;
    }

    /** The name of its jar. */
    public String artifact() {
      return artifact;
    }
  }
}
