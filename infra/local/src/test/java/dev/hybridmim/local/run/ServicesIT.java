package dev.hybridmim.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.RunRequest.Elsewhere;
import dev.hybridmim.local.scans.ScanDirectory;
import dev.hybridmim.local.scans.ScanIndex;
import dev.hybridmim.local.scans.ScanPublisher;
import dev.hybridmim.local.scans.ScanWatcher;
import dev.hybridmim.local.view.RunIdentity;
import dev.hybridmim.local.view.RunView;
import dev.hybridmim.local.view.Summary;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker and store as real processes, and scans on their way into them. */
class ServicesIT {
  private static final Duration CATCH_UP = Duration.ofSeconds(60);

  @TempDir Path directory;

  @BeforeAll
  static void waitLonger() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @Test
  void scansArriveOnceThroughRestartsAndKills() throws Exception {
    Path scans = Files.createDirectories(directory.resolve("scans/deep"));
    write(scans.resolve("Müller, Anna.nii.gz"), "one");
    write(scans.resolve("two.nii"), "two");
    write(scans.resolve("notes.txt"), "no scan");

    List<ObjectInfo> first;
    try (Platform platform = new Platform()) {
      platform.watch();
      Awaitility.await().until(() -> platform.arrived() == 2);
      first = platform.objects();
      assertThat(first)
          .hasSize(2)
          .allSatisfy(o -> assertThat(o.key()).matches("raw/[0-9a-f]{32}\\.nii(\\.gz)?"));

      write(scans.resolve("three.nii"), "three, later");
      Awaitility.await().until(() -> platform.arrived() == 3);
      assertThat(platform.watcher.state().ignored()).isEqualTo(1);

      platform.killServices();
    }
    try (Platform platform = new Platform()) {
      platform.view.catchUp(CATCH_UP);
      assertThat(platform.arrived()).as("announcements survive a kill").isEqualTo(3);
      assertThat(platform.objects()).as("objects survive a kill").hasSize(3).containsAll(first);
      long records = platform.records("scans");

      platform.watch();
      Awaitility.await().until(() -> platform.watcher.state().settled());
      assertThat(platform.records("scans")).as("nothing is announced again").isEqualTo(records);

      write(scans.resolve("two.nii"), "two, with other content");
      Awaitility.await().until(() -> platform.records("scans") == records + 1);
      assertThat(platform.arrived()).isEqualTo(3);
    }
  }

  @Test
  void anEmptyFileIsRejectedUntilItHasContent() throws Exception {
    Path scans = Files.createDirectories(directory.resolve("scans"));
    write(scans.resolve("empty.nii"), "");
    try (Platform platform = new Platform()) {
      platform.watch();
      Awaitility.await().until(() -> !platform.summary().rejects().isEmpty());
      Summary.RejectRow reject = platform.summary().rejects().get(0);
      assertThat(reject.stage()).isEqualTo("intake");
      assertThat(reject.reason()).isEqualTo("empty");
      assertThat(reject.file()).contains(scans.resolve("empty.nii").toString());
      assertThat(platform.summary().scans().rejected()).isEqualTo(1);
      assertThat(platform.summary().scans().arrived()).isEqualTo(1);

      write(scans.resolve("empty.nii"), "now it has some");
      Awaitility.await().until(() -> platform.summary().rejects().isEmpty());
      assertThat(platform.summary().scans().arrived()).isEqualTo(1);
    }
  }

  @Test
  void strangersAreNotLetIn() throws Exception {
    Files.createDirectories(directory.resolve("scans"));
    try (Platform platform = new Platform()) {
      KafkaAddress nobody =
          new KafkaAddress(platform.connection.kafka().bootstrapServers(), Map.of());
      try (Admin admin = Admin.create(nobody.adminProperties())) {
        var names = admin.listTopics().names();
        assertThatThrownBy(() -> names.get(3, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
      }
      assertThat(platform.connection.kafka().bootstrapServers()).startsWith("127.0.0.1:");
      assertThat(platform.connection.toString())
          .doesNotContain(platform.home.credentials().kafkaPassword());
    }
  }

  @Test
  void messagesOfSixteenMebibytesPass() throws Exception {
    Files.createDirectories(directory.resolve("scans"));
    try (Platform platform = new Platform();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                platform.connection.kafka().producerProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      byte[] large = new byte[KafkaAddress.MAX_MESSAGE_BYTES - 1024];

      assertThat(producer.send(new ProducerRecord<>("samples", large)).get().serializedValueSize())
          .isEqualTo(large.length);
    }
  }

  @Test
  void namedServicesThatAreNotThereEndInASentence() throws Exception {
    try (Home home = Home.open(new HomeLayout(directory.resolve("home")));
        Supervisor supervisor = new Supervisor(home.layout())) {
      Elsewhere store =
          new Elsewhere(
              Optional.empty(), Optional.of(URI.create("http://127.0.0.1:1")), Optional.empty());
      assertThatThrownBy(() -> services(home, store, Map.of()).start(supervisor))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("HYBRIDMIM_S3_ACCESS_KEY");
      assertThatThrownBy(
              () ->
                  services(
                          home,
                          store,
                          Map.of("HYBRIDMIM_S3_ACCESS_KEY", "a", "HYBRIDMIM_S3_SECRET_KEY", "b"))
                      .start(supervisor))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("http://127.0.0.1:1");
    }
  }

  private static Services services(
      Home home, Elsewhere elsewhere, Map<String, String> environment) {
    return new Services(home, Modules.installed(), elsewhere, environment);
  }

  private static void write(Path file, String content) throws IOException {
    Files.writeString(file, content, StandardCharsets.UTF_8);
  }

  /** Everything but the pipelines. */
  private final class Platform implements AutoCloseable {
    final Home home = Home.open(new HomeLayout(directory.resolve("home")));
    final Supervisor supervisor = new Supervisor(home.layout());
    final Connection connection = services(home, Elsewhere.nothing(), Map.of()).start(supervisor);
    final ScanIndex index = ScanIndex.open(home.layout().scanIndex());
    final RunView view =
        new RunView(
            new RunIdentity("home", "laptop", Optional.empty(), Instant.now(), Map.of()),
            connection,
            home.layout().trainer(),
            index);
    final ScanPublisher publisher = ScanPublisher.open(connection);
    final ScanWatcher watcher =
        new ScanWatcher(
            new ScanDirectory(directory.resolve("scans")),
            home.credentials().siteSecret(),
            index,
            publisher);

    Platform() throws InterruptedException {
      view.start();
    }

    void watch() {
      watcher.start();
    }

    Summary summary() {
      return view.summary(Summary.State.RUNNING, Optional.empty(), 0);
    }

    long arrived() {
      return summary().scans().arrived();
    }

    List<ObjectInfo> objects() {
      try (S3ObjectStore store = S3ObjectStore.open(connection.store())) {
        return store.list("raw/");
      }
    }

    long records(String topic) throws Exception {
      try (Admin admin = Admin.create(connection.kafka().adminProperties())) {
        long sum = 0;
        for (int partition = 0; partition < 4; partition++) {
          var part = new org.apache.kafka.common.TopicPartition(topic, partition);
          sum +=
              admin
                  .listOffsets(Map.of(part, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                  .partitionResult(part)
                  .get()
                  .offset();
        }
        return sum;
      }
    }

    void killServices() {
      ProcessHandle.current()
          .children()
          .filter(child -> child.info().command().orElse("").endsWith("java"))
          .forEach(ProcessHandle::destroyForcibly);
      Awaitility.await().until(supervisor::hasFailed);
    }

    @Override
    public void close() {
      watcher.close();
      publisher.close();
      view.close();
      supervisor.close();
      home.close();
    }
  }
}
