package dev.hybridmim.local.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Says why no GPU is seen and what to do: which of the three environment variables that bring a
 * CUDA build of libtorch is missing or wrong, or that there is no driver.
 *
 * @param environment of the process that loads the library
 * @param driver a file that exists when NVIDIA's driver is loaded
 */
record CudaAdvice(Map<String, String> environment, Path driver) {
  private static final String LIBRARY = "PYTORCH_LIBRARY_PATH";
  private static final String VERSION = "PYTORCH_VERSION";
  private static final String FLAVOUR = "PYTORCH_FLAVOR";
  private static final String VERSION_NEEDED = "2.7.1";
  private static final String LIST =
      LIBRARY
          + " (its lib directory), "
          + VERSION
          + "="
          + VERSION_NEEDED
          + " and "
          + FLAVOUR
          + "=cu128";

  static CudaAdvice ofThisProcess() {
    return new CudaAdvice(System.getenv(), Path.of("/proc/driver/nvidia/version"));
  }

  /** One sentence or two. */
  String sentence() {
    String library = environment.get(LIBRARY);
    if (!Files.exists(driver)) {
      return library == null
          ? "No NVIDIA driver is loaded, so training runs on the processor, which is what the profile"
              + " laptop is made for. For a GPU install its driver, then bring a CUDA build of"
              + " libtorch "
              + VERSION_NEEDED
              + " and set "
              + LIST
              + "."
          : LIBRARY
              + " is set, but no NVIDIA driver is loaded ("
              + driver
              + " is missing): install the driver; `nvidia-smi` must list the GPU.";
    }
    if (library == null) {
      return "There is an NVIDIA driver, but the bundled libtorch is for processors: unpack a CUDA build"
          + " of libtorch "
          + VERSION_NEEDED
          + " and set "
          + LIST
          + ".";
    }
    return ofLibrary(Path.of(library));
  }

  private String ofLibrary(Path library) {
    if (!Files.isDirectory(library)) {
      return LIBRARY
          + " names "
          + library
          + ", which is no directory: name libtorch's lib directory.";
    }
    if (!Files.exists(library.resolve("libtorch_cuda.so"))) {
      return LIBRARY
          + " names "
          + library
          + ", which holds no libtorch_cuda.so: that is a libtorch for processors, or not its lib"
          + " directory.";
    }
    if (!VERSION_NEEDED.equals(environment.get(VERSION))) {
      return VERSION
          + " is "
          + environment.get(VERSION)
          + " but this software's native code fits libtorch "
          + VERSION_NEEDED
          + " only.";
    }
    String flavour = environment.getOrDefault(FLAVOUR, "");
    if (!flavour.startsWith("cu")) {
      return FLAVOUR + " is '" + flavour + "' but names CUDA's version, such as cu128.";
    }
    return "The library in "
        + library
        + " was loaded but sees no GPU: compare the CUDA version that `nvidia-smi` shows with "
        + flavour
        + ", and check that CUDA_VISIBLE_DEVICES is not empty.";
  }
}
