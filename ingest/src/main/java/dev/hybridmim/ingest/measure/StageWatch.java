package dev.hybridmim.ingest.measure;

/** Is told which stage begins; the stage before it has ended. Called some thousand times a scan. */
@FunctionalInterface
public interface StageWatch {
  /** Looks away. */
  StageWatch NONE = stage -> {};

  void enter(Stage stage);
}
