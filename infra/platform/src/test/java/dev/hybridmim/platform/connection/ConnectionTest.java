package dev.hybridmim.platform.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  @TempDir Path directory;

  private final Connection connection =
      new Connection(
          new KafkaAddress("127.0.0.1:9", Map.of("sasl.jaas.config", "topsecret1")),
          new StoreAddress(
              URI.create("http://127.0.0.1:10"), "us-east-1", "hybridmim", "key", "topsecret2"),
          "topsecret4");

  @Test
  void theFileKeepsEverythingAndOnlyItsOwnerReadsIt() throws Exception {
    Path file = directory.resolve("connection.json");
    connection.write(file);
    assertThat(Connection.read(file)).isEqualTo(connection);
    Files.writeString(
        file, Files.readString(file).replaceFirst(",\\s*\"siteSecret\" : \"topsecret4\"", ""));
    assertThat(Connection.read(file).siteSecret()).isEqualTo("topsecret2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void secretsAreNeverPrinted() {
    assertThat(connection.toString()).doesNotContain("topsecret").contains("127.0.0.1:9");
  }

  @Test
  void aBrokenFileIsNamedWithoutItsContent() throws Exception {
    Path file = directory.resolve("connection.json");
    Files.writeString(file, "{\"kafka\": \"topsecret3\"}");
    assertThatThrownBy(() -> Connection.read(file))
        .isInstanceOf(InvalidConnectionException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("topsecret3");
    assertThatThrownBy(() -> Connection.read(directory.resolve("none")))
        .isInstanceOf(InvalidConnectionException.class);
  }

  @Test
  void clientsInheritTheSecuritySettings() {
    assertThat(connection.kafka().consumerProperties("g"))
        .containsEntry("sasl.jaas.config", "topsecret1")
        .containsEntry("group.id", "g");
    assertThat(connection.kafka().producerProperties()).containsEntry("acks", "all");
  }
}
