package dev.hybridmim.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.connection.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What needs no server; infra/local tests the contract against the embedded store. */
class S3ObjectStoreTest {
  @Test
  void aStoreThatIsAwayMayBeAskedAgain() throws Exception {
    try (S3ObjectStore store = S3ObjectStore.open(nobodyListens())) {
      List<ThrowingCallable> calls =
          List.of(
              () -> store.put("k", new byte[1], "application/octet-stream"),
              () -> store.putIfAbsent("k", new byte[1], "application/octet-stream"),
              () -> store.get("k", 1),
              () -> store.getRange("k", 0, 1),
              () -> store.stat("k"),
              () -> store.list("k"),
              () -> store.delete("k"),
              store::ensureBucket);
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                ObjectStoreException.class, failure -> assertThat(failure.retryable()).isTrue());
      }
    }
  }

  @Test
  void whatStrangersCouldChangeOnItsWayIsSigned() {
    assertThat(S3Puts.passesStrangers(URI.create("http://192.0.2.7:9000"))).isTrue();
    assertThat(S3Puts.passesStrangers(URI.create("http://an_odd_name:9000"))).isTrue();
    assertThat(S3Puts.passesStrangers(URI.create("http://127.example.org"))).isTrue();
    assertThat(S3Puts.passesStrangers(URI.create("https://192.0.2.7"))).isFalse();
    assertThat(S3Puts.passesStrangers(URI.create("http://127.0.0.1:9000"))).isFalse();
    assertThat(S3Puts.passesStrangers(URI.create("http://[::1]:9000"))).isFalse();
  }

  private static StoreAddress nobodyListens() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort());
      return new StoreAddress(endpoint, "us-east-1", "bucket", "key", "secretsecret");
    }
  }
}
