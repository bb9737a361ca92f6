package dev.hybridmim.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.dicom.DataDictionary;
import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.ingest.intake.association.CallingAssociation;
import dev.hybridmim.ingest.intake.association.ProposedContext;
import dev.hybridmim.ingest.intake.message.StorageUser;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.RunRequest.Elsewhere;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Topic;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The intake as a process, with the real store and broker: killed, and searched for identifiers.
 */
class IntakeProcessIT {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int SENDERS = 16;
  private static final int EACH = 63;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final List<Integer> KILLS = List.of(150, 400, 700);
  private static final List<String> PLANTED =
      List.of(
          "Zwiebelfisch",
          "Gundula",
          "MRN4711000815",
          "19640229",
          "Hasenpfeffergasse",
          "1.2.276.0.4711.815");
  private static final String PLANTED_SERIES = "1.2.276.0.4711.815.1";

  @TempDir Path directory;

  @BeforeAll
  static void waitLonger() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @Test
  void whatWasAcknowledgedIsThereOnceWhateverIsKilled() throws Exception {
    try (Platform platform = new Platform()) {
      platform.startIntake();
      Set<String> acknowledged = new ConcurrentSkipListSet<>();
      ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
      List<Future<?>> sending = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        String series = "1.2.3." + (sender + 1);
        sending.add(
            senders.submit(
                () -> {
                  platform.sendUntilAcknowledged(series, acknowledged);
                  return null;
                }));
      }
      for (int count : KILLS) {
        Awaitility.await().until(() -> acknowledged.size() >= count);
        Set<String> before = new HashSet<>(acknowledged);
        platform.killIntake();
        Set<String> stored = platform.storedInstances();
        assertThat(stored).as("stored at a kill").containsAll(platform.keys(before));
        platform.startIntake();
      }
      for (Future<?> one : sending) {
        one.get();
      }
      senders.shutdown();
      assertThat(acknowledged).hasSize(SENDERS * EACH);
      Set<String> expected = platform.keys(acknowledged);
      assertThat(platform.storedInstances()).isEqualTo(expected);
      assertThat(platform.objects("quarantine/")).isEmpty();
      Awaitility.await().until(() -> platform.announced().containsAll(expected));
      Awaitility.await()
          .until(
              () ->
                  platform.announced().stream().filter(SeriesKeys::isCompletion).count()
                      == SENDERS);
    }
  }

  @Test
  void noIdentifierIsAnywhere() throws Exception {
    try (Platform platform = new Platform()) {
      platform.startIntake();
      DataSet planted = planted();
      try (CallingAssociation calling = platform.call()) {
        assertThat(store(calling, planted)).isZero();
        // The same in an image that goes to quarantine, and in one that is refused.
        assertThat(
                store(
                    calling,
                    planted
                        .with(Element.text(0x00280301, Vr.CS, "YES"))
                        .with(Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, PLANTED_SERIES + ".2"))))
            .isZero();
        assertThat(
                store(
                    calling,
                    planted
                        .without(Tag.SERIES_INSTANCE_UID)
                        .with(Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, PLANTED_SERIES + ".3"))))
            .isEqualTo(0xA900);
        calling.release();
      }
      HttpRequest stow =
          HttpRequest.newBuilder(URI.create(platform.http + "/dicom-web/studies"))
              .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b")
              .POST(
                  multipart(
                      "Zwiebelfisch_Gundula.dcm",
                      DicomWriter.file(
                          planted.with(
                              Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, PLANTED_SERIES + ".4")),
                          SYNTAX)))
              .build();
      HttpClient client = HttpClient.newHttpClient();
      assertThat(client.send(stow, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      Awaitility.await()
          .until(() -> platform.announced().stream().anyMatch(SeriesKeys::isCompletion));
      String metrics =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(platform.http + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(metrics).contains("outcome=\"stored\"} 2").doesNotContain(PLANTED);
      assertThat(platform.storedInstances()).hasSize(2);
      platform.stopIntake();

      int searched = 0;
      try (Stream<Path> files = Files.walk(directory.resolve("home"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(PLANTED).noneMatch(file.toString()::contains);
          String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          for (String identifier : PLANTED) {
            assertThat(bytes.contains(identifier)).as("%s in %s", identifier, file).isFalse();
          }
          searched++;
        }
      }
      assertThat(searched).as("files of store, broker, logs and intake").isGreaterThan(10);
    }
  }

  private static HttpRequest.BodyPublisher multipart(String fileName, byte[] file) {
    String head =
        "--b\r\nContent-Type: application/dicom\r\nContent-Location: "
            + fileName
            + "\r\nContent-Disposition: attachment; filename=\""
            + fileName
            + "\"\r\n\r\n";
    return HttpRequest.BodyPublishers.ofByteArrays(
        List.of(
            head.getBytes(StandardCharsets.US_ASCII),
            file,
            "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Identifiers in every attribute of the standard that holds text, in sequences, in private ones.
   */
  private static DataSet planted() throws IOException {
    List<Element> elements = new ArrayList<>();
    image(PLANTED_SERIES, 1).iterator().forEachRemaining(elements::add);
    Set<Integer> needed = new HashSet<>();
    elements.forEach(element -> needed.add(element.tag()));
    List<Element> texts = new ArrayList<>();
    for (int tag : standardTags()) {
      Vr vr = DataDictionary.standard().vr(tag, false);
      int group = Tag.group(tag);
      if (group >= 8 && group < 0x7fe0 && !needed.contains(tag)) {
        text(tag, vr).ifPresent(texts::add);
      }
    }
    elements.addAll(texts);
    elements.add(Element.sequence(0x00081140, List.of(DataSet.of(texts))));
    elements.add(Element.sequence(0x00400555, List.of(DataSet.of(texts))));
    elements.add(Element.text(0x00090010, Vr.LO, "Zwiebelfisch"));
    elements.add(Element.text(0x00091001, Vr.LO, "MRN4711000815"));
    return DataSet.of(elements);
  }

  private static List<Integer> standardTags() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                DataDictionary.class.getResourceAsStream("data-elements.txt"),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split(" ")[0])
          .filter(tag -> tag.matches("[0-9A-F]{8}"))
          .map(tag -> Integer.parseUnsignedInt(tag, 16))
          .toList();
    }
  }

  private static Optional<Element> text(int tag, Vr vr) {
    return switch (vr) {
      case PN -> Optional.of(Element.text(tag, vr, "Zwiebelfisch^Gundula"));
      case LO, LT, ST, UC, UT, UR ->
          Optional.of(
              Element.text(
                  tag, vr, "Gundula Zwiebelfisch MRN4711000815 19640229 Hasenpfeffergasse 7"));
      case SH, AE, CS -> Optional.of(Element.text(tag, vr, "MRN4711000815"));
      case DA -> Optional.of(Element.text(tag, vr, "19640229"));
      case DT -> Optional.of(Element.text(tag, vr, "19640229101112"));
      case UI -> Optional.of(Element.text(tag, vr, PLANTED_SERIES + ".99"));
      default -> Optional.empty();
    };
  }

  private static DataSet image(String series, int number) {
    byte[] pixels = new byte[128];
    java.util.Arrays.fill(pixels, (byte) number);
    return DataSet.of(
        Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.CT_IMAGE),
        Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, series + "." + number),
        Element.text(Tag.MODALITY, Vr.CS, "CT"),
        Element.text(Tag.IMAGE_TYPE, Vr.CS, "ORIGINAL", "PRIMARY"),
        Element.text(Tag.PATIENT_NAME, Vr.PN, "Zwiebelfisch^Gundula"),
        Element.text(Tag.PATIENT_ID, Vr.LO, "MRN4711000815"),
        Element.text(0x00280301, Vr.CS, "NO"),
        Element.text(0x00280302, Vr.CS, "NO"),
        Element.text(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3"),
        Element.text(Tag.SERIES_INSTANCE_UID, Vr.UI, series),
        Element.text(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(number)),
        Element.shorts(Tag.ROWS, Vr.US, 8),
        Element.shorts(Tag.COLUMNS, Vr.US, 8),
        Element.shorts(Tag.BITS_ALLOCATED, Vr.US, 16),
        Element.bytes(Tag.PIXEL_DATA, Vr.OW, pixels));
  }

  private static int store(CallingAssociation calling, DataSet image) throws Exception {
    return new StorageUser(calling.association())
        .store(
            calling.association().context(1).orElseThrow(),
            image.text(Tag.SOP_INSTANCE_UID).orElseThrow(),
            new ByteArrayInputStream(DicomWriter.dataSet(image, SYNTAX)));
  }

  /** Store, broker and an intake. */
  private final class Platform implements AutoCloseable {
    final Home home = Home.open(new HomeLayout(directory.resolve("home")));
    final Supervisor supervisor = new Supervisor(home.layout());
    final Connection connection =
        new Services(home, Modules.installed(), Elsewhere.nothing(), Map.of()).start(supervisor);
    final Pseudonyms pseudonyms = Pseudonyms.of(home.credentials().siteSecret());
    ManagedProcess intake;
    volatile int dicomPort;
    String http;

    Platform() throws InterruptedException {}

    void startIntake() throws InterruptedException {
      IntakeRequest request =
          new IntakeRequest(
              Optional.empty(),
              Map.of(
                  "dicomPort", Integer.toString(dicomPort),
                  "httpPort", "0",
                  "quietSeconds", "1",
                  "diskWatermarkMebibytes", "64"));
      intake =
          supervisor.start(Parts.intake(home.layout(), Modules.installed(), supervisor, request));
      for (String line : intake.awaitReady(Duration.ofSeconds(60)).lines().toList()) {
        if (line.startsWith("dicom ")) {
          dicomPort = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        } else {
          http = "http://" + line.substring("http ".length());
        }
      }
    }

    void killIntake() {
      ProcessHandle.of(intake.id()).orElseThrow().destroyForcibly();
      Awaitility.await().until(() -> !intake.isAlive());
    }

    void stopIntake() throws InterruptedException {
      intake.stop(Duration.ofSeconds(20));
    }

    CallingAssociation call() throws IOException {
      return CallingAssociation.open(
          new InetSocketAddress("127.0.0.1", dicomPort),
          Optional.empty(),
          "SENDER",
          "HYBRIDMIM",
          List.of(new ProposedContext(1, SopClasses.CT_IMAGE, List.of(SYNTAX.uid()))),
          Duration.ofSeconds(30));
    }

    /** As a PACS does: what was not answered with success is sent again on a new association. */
    void sendUntilAcknowledged(String series, Set<String> acknowledged) throws Exception {
      int next = 1;
      while (next <= EACH) {
        try (CallingAssociation calling = call()) {
          while (next <= EACH) {
            if (store(calling, image(series, next)) != 0) {
              break;
            }
            acknowledged.add(series + "." + next);
            next++;
          }
          calling.release();
        } catch (IOException e) {
          // Killed under way: a PACS calls again once it is up.
          Awaitility.await().pollInterval(POLL).until(this::isListening);
        }
      }
    }

    private boolean isListening() {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", dicomPort));
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    Set<String> keys(Collection<String> instances) {
      Set<String> keys = new HashSet<>();
      for (String instance : instances) {
        String series = instance.substring(0, instance.lastIndexOf('.'));
        keys.add(
            SeriesKeys.instance(
                SeriesKeys.folder(pseudonyms.series(series)), pseudonyms.instance(instance)));
      }
      return keys;
    }

    Set<String> storedInstances() {
      Set<String> keys = new HashSet<>(objects("raw/series/"));
      keys.removeIf(key -> !key.endsWith(".dcm"));
      return keys;
    }

    List<String> objects(String prefix) {
      try (S3ObjectStore store = S3ObjectStore.open(connection.store())) {
        return store.list(prefix).stream().map(object -> object.key()).toList();
      }
    }

    Set<String> announced() throws Exception {
      Map<String, Object> properties = connection.kafka().consumerProperties(null);
      Set<String> keys = new HashSet<>();
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(
              properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int n = 0; n < Topic.SCANS.partitions(); n++) {
          partitions.add(new TopicPartition(Topic.SCANS.topicName(), n));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
          for (var record : consumer.poll(Duration.ofSeconds(1))) {
            ScanNotifications.parse(record.value()).forEach(one -> keys.add(one.key()));
          }
        }
      }
      return keys;
    }

    @Override
    public void close() {
      supervisor.close();
      home.close();
    }
  }
}
