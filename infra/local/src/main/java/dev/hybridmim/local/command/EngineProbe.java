package dev.hybridmim.local.command;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.process.ParentWatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the tensor library and prints what it is and which devices it sees, as one JSON document. A
 * process of its own, because a library that does not fit the machine may end the process that
 * loads it.
 */
final class EngineProbe {
  private EngineProbe() {}

  /**
   * What the library is.
   *
   * @param devices such as {@code cpu} and {@code gpu(0)}
   */
  record Found(String engine, String version, List<String> devices) {}

  public static void main(String[] arguments) throws Exception {
    ParentWatch.start();
    Engine engine = Engine.getEngine("PyTorch");
    List<String> devices = new ArrayList<>();
    devices.add(Device.cpu().toString());
    for (int n = 0; n < engine.getGpuCount(); n++) {
      devices.add(Device.gpu(n).toString());
    }
    System.out.println(
        Json.mapper()
            .writeValueAsString(new Found(engine.getEngineName(), engine.getVersion(), devices)));
  }
}
