package dev.hybridmim.evaluator.worker;

import java.nio.file.Path;

/** The files of one piece of work. */
record WorkFiles(Path directory) {
  /** With it the name of every piece of work's directory begins. */
  static final String PREFIX = "work-";

  /** Name of the directory that they share. */
  static final String PREPARED = "prepared";

  Path request() {
    return directory.resolve("request.json");
  }

  Path result() {
    return directory.resolve("result.json");
  }

  Path checkpoint() {
    return directory.resolve("checkpoint.safetensors");
  }

  /** Held by the worker, so that there are never two in one directory. */
  Path lock() {
    return directory.resolve("lock");
  }

  /** Prepared cases, shared by all pieces of work. */
  Path prepared() {
    return directory.resolveSibling(PREPARED);
  }

  Path refusal() {
    return directory.resolve("refusal.json");
  }

  /** What the Java machine writes when native code crashes. */
  Path crashReport() {
    return directory.resolve("crash.log");
  }

  Path log() {
    return directory.resolve("worker.log");
  }
}
