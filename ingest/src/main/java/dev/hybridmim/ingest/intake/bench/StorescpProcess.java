package dev.hybridmim.ingest.intake.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** dcmtk's storescp as a process, a child for each association. */
public final class StorescpProcess implements AutoCloseable {
  public static final String TITLE = "STORESCP";

  /** By default each answer of DCMTK's waits 40 ms for the sender's operating system. */
  private static final Map<String, String> WITHOUT_DELAYED_ACKNOWLEDGEMENTS =
      Map.of("TCP_NODELAY", "1", "TCP_BUFFER_LENGTH", "1048576");

  private static final long READY_NANOS = 20_000_000_000L;
  private static final long POLL_MS = 50;

  private final Process process;
  private final InetSocketAddress address;
  private final boolean synced;

  private StorescpProcess(Process process, InetSocketAddress address, boolean synced) {
    this.process = process;
    this.address = address;
    this.synced = synced;
  }

  /** Whether the program is on the path. */
  public static boolean isInstalled() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(directory, "storescp"))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts it.
   *
   * @param synced whether each file is forced to the disk before the next instance is read
   */
  public static StorescpProcess start(Path directory, boolean synced)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of("storescp", "--fork", "-pdu", "131072", "-od", directory.toString(), "+B"));
    if (synced) {
      command.addAll(List.of("-xcr", "sync #p/#f", "-xs"));
    }
    command.add(Integer.toString(port));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(WITHOUT_DELAYED_ACKNOWLEDGEMENTS);
    Process process = builder.start();
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    long end = System.nanoTime() + READY_NANOS;
    while (!answers(address)) {
      if (System.nanoTime() > end || process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException("storescp did not start");
      }
    }
    return new StorescpProcess(process, address, synced);
  }

  public InetSocketAddress address() {
    return address;
  }

  /** What the table calls it. */
  public String name() {
    return synced ? "storescp, with sync" : "storescp";
  }

  private static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      // Not yet.
      return false;
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
