package dev.hybridmim.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.nifti.NiftiWriter;
import dev.hybridmim.ingest.nifti.StorageType;
import dev.hybridmim.local.command.InProcess;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.home.Ports;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.scans.ScanIndex;
import dev.hybridmim.local.scans.ScanPublisher;
import dev.hybridmim.local.scans.ScanUploader;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.store.MultipartUploads;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.S3MultipartUploads;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.platform.topic.TopicTail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that look after scans and volumes, and ingest as a process, on one home with a real
 * broker and a real store.
 */
class IngestHomeIT {
  private static final int PART = 5 << 20;
  private static final String JSON = "application/json";

  private static final int VOLUMES = 7;

  @TempDir Path directory;
  private Path root;
  private Connection connection;

  @Test
  void scansArePutPreparedRefusedRetriedWithdrawnAndChecked() throws Exception {
    root = directory.resolve("home");
    Path scans = Files.createDirectories(directory.resolve("scans"));
    ball(scans.resolve("Doe, Jane.nii.gz"), 1);
    Files.copy(scans.resolve("Doe, Jane.nii.gz"), scans.resolve("the same.nii.gz"));
    Path broken = scans.resolve("broken.nii.gz");
    byte[] whole = ball(broken, 2);
    Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(scans.resolve("notes.txt"), "no scan");

    // A home that is not there yet: the command starts its services itself.
    InProcess first = run("put", scans);
    assertThat(first.exitCode()).as(first.errors()).isZero();
    JsonNode put = first.json();
    assertThat(put.path("put").asInt()).isEqualTo(2);
    assertThat(put.path("known").asInt()).isEqualTo(1);
    assertThat(run("put", scans.resolve("notes.txt")).exitCode()).isEqualTo(1);

    HomeLayout layout = new HomeLayout(root);
    try (Home home = Home.open(layout);
        Supervisor supervisor = new Supervisor(layout)) {
      Services services =
          new Services(home, Modules.installed(), RunRequest.Elsewhere.nothing(), System.getenv());
      connection = services.start(supervisor);
      supervisor.start(
          new Parts(home, Modules.installed(), "laptop", Optional.empty())
              .ingest()
              .with("reconcileSeconds", 1));

      await().until(() -> volumes().size() == 1 && rejects().size() == 1);
      JsonNode volume = volumes().get(0);
      assertThat(volume.at("/scans/0/file").asText()).endsWith("Doe, Jane.nii.gz");
      assertThat(volume.path("state").asText()).isEqualTo("usable");
      String id = volume.path("id").asText();
      JsonNode shown = run("catalogue", "show", id.substring(0, 10)).json();
      assertThat(shown.path("originalShape").toString()).isEqualTo("[24,24,24]");
      assertThat(shown.path("bytes").asLong()).isPositive();

      refusedAndRetried(broken, whole);
      lostNotificationsAreMadeUpFor();
      anUploadThatWasCutOffGoesOn(layout, home);
      anOutageOfTheStoreSkipsNothing(layout, home, supervisor);
      anOutageOfTheBrokerSkipsNothing(layout, home, supervisor);
      aHalfIsRefusedUntilItsPairIsWhole();
      aFilePutRightAndPutAgainLeavesTheRejects();

      damageIsFoundAndRepaired(layout, id);
      withdrawn(id);
      keysOfTheCatalogueAreUnique();
    }
    // And once more when it is stopped.
    assertThat(volumes()).hasSize(VOLUMES);
    assertThat(run("catalogue", "show", "nothing-like-it").exitCode()).isEqualTo(1);
  }

  private void refusedAndRetried(Path broken, byte[] whole) throws Exception {
    JsonNode reject = rejects().get(0);
    assertThat(reject.path("reason").asText()).isEqualTo("truncated");
    assertThat(reject.path("file").asText()).isEqualTo(broken.toString());
    assertThat(reject.path("count").asInt()).isEqualTo(1);
    // Nothing was put right: it is refused again, and counted.
    assertThat(run("rejects", "retry", "--all").json().path("rejects")).hasSize(1);
    await().until(() -> rejects().get(0).path("count").asInt() == 2);
    reject = run("rejects", "show", broken).json();
    assertThat(reject.path("firstSeen").asText()).isLessThan(reject.path("lastSeen").asText());

    String key = reject.path("reference").asText().split("/", 2)[1];
    try (S3ObjectStore store = S3ObjectStore.open(connection.store())) {
      store.put(key, whole, "application/gzip");
    }
    assertThat(run("rejects", "retry", broken).exitCode()).isZero();
    await().until(() -> rejects().isEmpty() && volumes().size() == 2);
  }

  private void lostNotificationsAreMadeUpFor() throws Exception {
    try (S3ObjectStore store = S3ObjectStore.open(connection.store())) {
      store.put("raw/never announced.nii.gz", ballBytes(3), "application/gzip");
    }
    await().until(() -> volumes().size() == 3);
  }

  private void anUploadThatWasCutOffGoesOn(HomeLayout layout, Home home) throws Exception {
    byte[] content = new byte[2 * PART + 1000];
    new Random(4).nextBytes(content);
    Path file = Files.write(directory.resolve("large.nii"), content);
    try (S3ObjectStore store = S3ObjectStore.open(connection.store());
        S3MultipartUploads uploads = S3MultipartUploads.open(connection.store());
        ScanPublisher publisher = ScanPublisher.open(connection)) {
      ScanIndex index = ScanIndex.open(layout.scanIndex());
      String secret = home.credentials().siteSecret();
      ScanUploader cutOff =
          new ScanUploader(
              secret, index, publisher, store, new CutOff(uploads), layout.uploads(), PART);
      assertThatThrownBy(() -> cutOff.put(file, bytes -> {}))
          .isInstanceOf(ObjectStoreException.class);
      assertThat(Files.list(layout.uploads())).hasSize(1);

      ScanUploader again =
          new ScanUploader(secret, index, publisher, store, uploads, layout.uploads(), PART);
      ScanUploader.Result result = again.put(file, bytes -> {});
      assertThat(result.outcome()).isEqualTo(ScanUploader.Outcome.RESUMED);
      assertThat(result.sentBytes()).isEqualTo(PART + 1000);
      assertThat(store.get(result.key(), content.length)).isEqualTo(content);
      assertThat(Files.list(layout.uploads())).isEmpty();
      assertThat(again.put(file, bytes -> {}).outcome()).isEqualTo(ScanUploader.Outcome.KNOWN);
    }
    await()
        .until(
            () ->
                rejects().size() == 1
                    && rejects().get(0).path("reason").asText().equals("not-nifti"));
  }

  private void anOutageOfTheStoreSkipsNothing(HomeLayout layout, Home home, Supervisor supervisor)
      throws Exception {
    String eTag;
    try (S3ObjectStore store = S3ObjectStore.open(connection.store())) {
      eTag = store.put("raw/a b+c.nii.gz", ballBytes(5), "application/gzip");
    }
    kill("store");
    List<byte[]> notifications = new ArrayList<>();
    for (int copy = 0; copy < 3; copy++) {
      notifications.add(notification("raw%2Fa+b%2Bc.nii.gz", "Put", eTag));
      notifications.add(notification("raw%2Fa+b%2Bc.nii.gz", "PutTagging", eTag));
      notifications.add("{\"EventName\":\"s3:ObjectCreated:Put\",\"Records\":[]}".getBytes());
    }
    Collections.shuffle(notifications, new Random(6));
    announce(notifications);
    await().until(() -> Files.readString(layout.log("ingest")).contains("Tried again in"));

    int port = connection.store().endpoint().getPort();
    supervisor.start(Services.storeProcess(home, Modules.installed(), supervisor, port));
    await().until(() -> volumes().size() == 4);
    assertThat(rejects()).hasSize(1);
  }

  /** What arrives meanwhile can't be announced, so it is found by listing when all is back. */
  private void anOutageOfTheBrokerSkipsNothing(HomeLayout layout, Home home, Supervisor supervisor)
      throws Exception {
    kill("broker");
    try (S3ObjectStore store = S3ObjectStore.open(connection.store())) {
      store.put("raw/while the broker was away.nii.gz", ballBytes(7), "application/gzip");
    }
    await()
        .until(() -> Files.readString(layout.log("ingest")).contains("Node may not be available"));

    Ports ports = PrivateFiles.readJson(layout.ports(), Ports.class);
    supervisor
        .start(Services.brokerProcess(home, Modules.installed(), supervisor, ports))
        .awaitReady(Duration.ofMinutes(2));
    await().until(() -> volumes().size() == 5);
    assertThat(rejects()).hasSize(1);
  }

  private void aHalfIsRefusedUntilItsPairIsWhole() throws Exception {
    byte[] whole = ballBytes(8, false);
    Path header = directory.resolve("scans").resolve("pair.hdr");
    byte[] first = Arrays.copyOf(whole, 348);
    first[345] = 'i';
    Arrays.fill(first, 108, 112, (byte) 0);
    Files.write(header, first);
    assertThat(run("put", header).json().path("put").asInt()).isEqualTo(1);
    await().until(() -> rejects().size() == 2);
    assertThat(run("rejects", "show", header).json().path("reason").asText())
        .isEqualTo("incomplete-pair");

    Files.write(header.resolveSibling("pair.img"), Arrays.copyOfRange(whole, 352, whole.length));
    assertThat(run("put", header).json().path("put").asInt()).isEqualTo(2);
    await().until(() -> volumes().size() == 6 && rejects().size() == 1);
  }

  private void aFilePutRightAndPutAgainLeavesTheRejects() throws Exception {
    Path file = directory.resolve("scans").resolve("cut.nii.gz");
    byte[] whole = ball(file, 9);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThat(run("put", file).exitCode()).isZero();
    await().until(() -> rejects().size() == 2);
    Files.write(file, whole);
    assertThat(run("put", file).exitCode()).isZero();
    await().until(() -> volumes().size() == VOLUMES && rejects().size() == 1);
  }

  private static void kill(String process) {
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(process + ".arguments"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private void damageIsFoundAndRepaired(HomeLayout layout, String id) throws Exception {
    InProcess sound = run("check");
    assertThat(sound.exitCode()).as(sound.output()).isZero();
    assertThat(sound.json().at("/counts/1/parts").asInt()).isEqualTo(VOLUMES);

    Path chunk;
    try (Stream<Path> files = Files.walk(layout.store())) {
      chunk =
          files
              .filter(file -> file.toString().contains(id) && file.endsWith("0/c/0/0/0"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(chunk);
    bytes[bytes.length / 2] ^= 1;
    Files.write(chunk, bytes);
    InProcess damaged = run("check", "--repair");
    assertThat(damaged.exitCode()).isEqualTo(1);
    JsonNode report = damaged.json();
    assertThat(report.path("sound").asBoolean()).isFalse();
    assertThat(report.at("/counts/1/damaged").asInt()).isEqualTo(1);
    assertThat(report.path("repairing")).hasSize(1);
    await().until(() -> run("check").exitCode() == 0);
  }

  private void withdrawn(String id) throws Exception {
    try (S3ObjectStore store = S3ObjectStore.open(connection.store())) {
      for (String step : List.of("000000000001", "000000000002")) {
        String count = step.endsWith("2") ? "\"" + id + "\": 12" : "";
        store.put("snapshots/run-1/" + step + "/manifest.json", new byte[] {'{', '}'}, JSON);
        store.put(
            "snapshots/run-1/" + step + "/provenance.json",
            ("{\"samplesByVolume\": {" + count + "}}").getBytes(StandardCharsets.UTF_8),
            JSON);
      }
    }
    String file = directory.resolve("scans").resolve("Doe, Jane.nii.gz").toString();
    JsonNode first = run("catalogue", "withdraw", file).json();
    assertThat(first.path("withdrawn").asBoolean()).isTrue();
    assertThat(first.at("/volume/state").asText()).isEqualTo("withdrawn");
    assertThat(first.path("snapshots")).hasSize(1);
    assertThat(first.at("/snapshots/0/snapshot").asText()).isEqualTo("run-1/2");
    assertThat(first.at("/snapshots/0/samples").asInt()).isEqualTo(12);
    JsonNode again = run("catalogue", "withdraw", id).json();
    assertThat(again.path("withdrawn").asBoolean()).isFalse();
  }

  /** Whatever was announced again: an entry's first offset never moves. */
  private void keysOfTheCatalogueAreUnique() {
    Map<String, Integer> keys = new HashMap<>();
    try (TopicTail volumes = new TopicTail(connection.kafka(), Topic.VOLUMES)) {
      volumes.catchUp(
          record -> keys.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
    }
    assertThat(keys.values()).containsOnly(1);
    assertThat(keys).hasSizeGreaterThan(4);
  }

  private InProcess run(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--json", "--home", root));
    return InProcess.run(all.toArray());
  }

  private List<JsonNode> volumes() throws IOException {
    return rows(run("catalogue", "list").json().path("volumes"));
  }

  private List<JsonNode> rejects() throws IOException {
    return rows(run("rejects", "list").json().path("rejects"));
  }

  private static List<JsonNode> rows(JsonNode array) {
    List<JsonNode> rows = new ArrayList<>();
    array.forEach(rows::add);
    return rows;
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(300));
  }

  private void announce(List<byte[]> notifications) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.kafka().producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] json : notifications) {
        producer.send(Records.notification("minio", "some/key", json)).get();
      }
    }
  }

  /** As MinIO writes it. */
  private byte[] notification(String escapedKey, String event, String eTag) {
    return """
        {"EventName":"s3:ObjectCreated:%1$s","Key":"hybridmim/raw/x","Records":[{"eventVersion":"2.0",
        "eventSource":"minio:s3","awsRegion":"","eventTime":"2026-11-24T10:00:00.000Z","eventName":"s3:ObjectCreated:%1$s",
        "userIdentity":{"principalId":"x"},"requestParameters":{},"responseElements":{},"s3":{"s3SchemaVersion":"1.0",
        "configurationId":"Config","bucket":{"name":"%2$s","ownerIdentity":{"principalId":"x"},"arn":"arn:aws:s3:::x"},
        "object":{"key":"%3$s","size":1234,"eTag":"%4$s","contentType":"application/gzip","sequencer":"17"}},
        "source":{"host":"","port":"","userAgent":""}}]}"""
        .formatted(event, connection.store().bucket(), escapedKey, eTag)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ball(Path file, int seed) throws IOException {
    return Files.readAllBytes(Files.write(file, ballBytes(seed)));
  }

  private static byte[] ballBytes(int seed) {
    return ballBytes(seed, true);
  }

  private static byte[] ballBytes(int seed, boolean packed) {
    int edge = 24;
    Random random = new Random(seed);
    float[] voxels = new float[edge * edge * edge];
    for (int n = 0; n < voxels.length; n++) {
      int x = n / (edge * edge) - edge / 2;
      int y = n / edge % edge - edge / 2;
      int z = n % edge - edge / 2;
      voxels[n] = x * x + y * y + z * z < 90 ? random.nextInt(80) : -1000;
    }
    Image image =
        new Image(
            voxels, new int[] {edge, edge, edge}, Affine.scaling(-1, 1.2, 2), Modality.MODALITY_CT);
    return NiftiWriter.bytes(image, StorageType.INT16, packed);
  }

  /** Puts one part, then the connection is gone. */
  private record CutOff(MultipartUploads uploads) implements MultipartUploads {
    @Override
    public String begin(String key, String contentType) {
      return uploads.begin(key, contentType);
    }

    @Override
    public SortedMap<Integer, Part> parts(String key, String uploadId) {
      return uploads.parts(key, uploadId);
    }

    @Override
    public Part put(String key, String uploadId, int number, byte[] content) {
      if (number > 1) {
        throw new ObjectStoreException("The connection is cut in this test", true, null);
      }
      return uploads.put(key, uploadId, number, content);
    }

    @Override
    public String complete(String key, String uploadId, SortedMap<Integer, Part> parts) {
      return uploads.complete(key, uploadId, parts);
    }
  }
}
