package dev.hybridmim.trainer.learning;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Pattern;

/** Devices by their names. */
final class Devices {
  private static final Pattern NAME = Pattern.compile("cpu|gpu\\d*");

  private Devices() {}

  /**
   * The device of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Device find(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The device is cpu, gpu or gpu0, gpu1, ..., not '" + name + "'");
    }
    Device device = Device.fromName(name);
    int gpus = Engine.getInstance().getGpuCount();
    if (device.isGpu() && Math.max(0, device.getDeviceId()) >= gpus) {
      throw new IllegalArgumentException(
          "The device "
              + name
              + " is not there: the tensor library sees "
              + gpus
              + " GPUs; `hybridmim doctor` says how to bring a library for CUDA");
    }
    return device;
  }
}
