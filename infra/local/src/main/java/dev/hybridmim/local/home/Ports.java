package dev.hybridmim.local.home;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loopback ports of the embedded servers.
 *
 * @param store the object store's
 * @param broker the one Kafka's clients use
 * @param controller the one the broker uses with itself
 */
public record Ports(int store, int broker, int controller) {
  /** No port chosen yet. */
  static final Ports NONE = new Ports(0, 0, 0);

  /** The same ports as far as they are free now, others where they are not. */
  Ports freed() throws IOException {
    Set<Integer> taken = new HashSet<>();
    int[] chosen = new int[3];
    List<Integer> wanted = List.of(store, broker, controller);
    for (int n = 0; n < chosen.length; n++) {
      chosen[n] = choose(wanted.get(n), taken);
      taken.add(chosen[n]);
    }
    return new Ports(chosen[0], chosen[1], chosen[2]);
  }

  private static int choose(int wanted, Set<Integer> taken) throws IOException {
    if (wanted != 0 && !taken.contains(wanted) && isFree(wanted)) {
      return wanted;
    }
    while (true) {
      int free = anyFree();
      if (!taken.contains(free)) {
        return free;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do it: a port whose last connections are still winding down counts as free.
      socket.setReuseAddress(true);
      socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int anyFree() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
