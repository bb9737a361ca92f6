package dev.hybridmim.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Dcmtk;
import dev.hybridmim.ingest.dicom.DicomFile;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.dicom.pixel.Jpeg2000;
import dev.hybridmim.ingest.dicom.pixel.PixelReader;
import dev.hybridmim.ingest.dicom.series.SeriesAssembler;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.intake.association.SecureTransport;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.testing.TestData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Senders of other hands: DCMTK's, and a PACS. */
class SendersIT {
  private static final List<String> SERIES = List.of("dicom/ct-ge-28", "dicom/ct-philips-28");
  private static final List<String> UNSIGNED = List.of("dicom/ct-philips-28");
  private static final ReadLimits LIMITS = new ReadLimits(64 << 20, 32 << 20);
  private static final String JPEG_LS_NEAR_LOSSLESS = "1.2.840.10008.1.2.4.81";
  private static final Set<String> LOSSY =
      Set.of(JPEG_LS_NEAR_LOSSLESS, TransferSyntax.JPEG_2000.uid());
  private static final int COMPRESSED_SLICES = 4;

  @TempDir Path directory;

  /** Plain syntaxes are written by storescu itself, the others by an encoder before. */
  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "'', -xi, 1.2.840.10008.1.2",
    "'', -xe, 1.2.840.10008.1.2.1",
    "'', -xb, 1.2.840.10008.1.2.2",
    "dcmconv +td, -xd, 1.2.840.10008.1.2.1.99",
    "dcmcrle, -xr, 1.2.840.10008.1.2.5",
    "dcmcjpeg +e1, -xs, 1.2.840.10008.1.2.4.70",
    "dcmcjpls, -xt, 1.2.840.10008.1.2.4.80",
    "dcmcjpeg +el, dcmsend, 1.2.840.10008.1.2.4.57",
    "dcmcjpls +en, -xu, 1.2.840.10008.1.2.4.81",
    "jpeg2000, -xv, 1.2.840.10008.1.2.4.90",
    "jpeg2000 lossy, -xw, 1.2.840.10008.1.2.4.91"
  })
  void pixelsAreTheSameInEverySyntax(String encoder, String proposal, String syntax)
      throws Exception {
    Dcmtk.require("storescu", "dcmsend", "dcmconv", "dcmcrle", "dcmcjpeg", "dcmcjpls");
    List<Path> originals = new ArrayList<>();
    // DCMTK's near-lossless encoder takes unsigned pixels only.
    for (String series : syntax.equals(JPEG_LS_NEAR_LOSSLESS) ? UNSIGNED : SERIES) {
      List<Path> files = images(series);
      originals.addAll(encoder.isEmpty() ? files : files.subList(0, COMPRESSED_SLICES));
    }
    List<Path> sent = new ArrayList<>();
    for (Path original : originals) {
      sent.add(encoder.isEmpty() ? original : encoded(encoder, original, sent.size()));
    }
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      List<Object> arguments = new ArrayList<>();
      if (proposal.equals("dcmsend")) {
        arguments.add("--decompress-never");
      } else {
        arguments.add(proposal);
      }
      arguments.addAll(List.of("-aec", "HYBRIDMIM", "127.0.0.1", intake.dicom().getPort()));
      arguments.addAll(sent);
      Dcmtk.run(proposal.equals("dcmsend") ? proposal : "storescu", arguments.toArray());

      assertThat(intake.instances()).hasSize(originals.size());
      for (int n = 0; n < originals.size(); n++) {
        // What was sent, which is the original's but for a lossy encoder.
        DicomFile expected = read(Files.readAllBytes(sent.get(n)));
        int[] original = pixels(read(Files.readAllBytes(originals.get(n))));
        if (LOSSY.contains(syntax)) {
          assertThat(pixels(expected)).isNotEqualTo(original);
        } else {
          assertThat(pixels(expected)).isEqualTo(original);
        }
        DicomFile stored = stored(intake, expected);
        TransferSyntax kept = TransferSyntax.of(syntax);
        assertThat(stored.syntax().uid())
            .isEqualTo(
                kept.encapsulated() ? syntax : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
        assertThat(pixels(stored)).isEqualTo(pixels(expected));
      }
    }
  }

  @Test
  void storescuAndWebClientsComeEncrypted() throws Exception {
    Dcmtk.require("storescu", "openssl");
    Path key = directory.resolve("own.key");
    Path certificate = directory.resolve("own.crt");
    Path identity = directory.resolve("own.p12");
    Dcmtk.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=intake",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        key,
        "-out",
        certificate);
    Dcmtk.run(
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        key,
        "-in",
        certificate,
        "-out",
        identity,
        "-passout",
        "pass:" + TestIntake.PASSWORD);
    Path trusted = directory.resolve("trusted.p12");
    Dcmtk.run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-importcert",
        "-noprompt",
        "-alias",
        "ca",
        "-file",
        certificate,
        "-keystore",
        trusted,
        "-storetype",
        "PKCS12",
        "-storepass",
        TestIntake.PASSWORD);
    Map<String, Object> settings =
        Map.of("tls", Map.of("identity", identity.toString(), "trusted", trusted.toString()));
    List<Path> files = images("dicom/ct-philips-28");
    try (TestIntake intake = TestIntake.start(directory, settings)) {
      Object port = intake.dicom().getPort();
      Dcmtk.run(
          "storescu",
          "+tls",
          key,
          certificate,
          "+cf",
          certificate,
          "-xe",
          "-aec",
          "HYBRIDMIM",
          "127.0.0.1",
          port,
          files.get(0));
      assertThat(intake.instances()).hasSize(1);
      assertThatThrownBy(
              () -> Dcmtk.run("storescu", "-aec", "HYBRIDMIM", "127.0.0.1", port, files.get(1)))
          .isInstanceOf(IOException.class);

      HttpClient client =
          HttpClient.newBuilder()
              .sslContext(
                  SecureTransport.context(
                      identity, Optional.of(trusted), TestIntake.PASSWORD.toCharArray()))
              .build();
      HttpRequest stow =
          HttpRequest.newBuilder(
                  URI.create(intake.http().replace("http:", "https:") + "/dicom-web/studies"))
              .header("Content-Type", "application/dicom")
              .POST(BodyPublishers.ofFile(files.get(1)))
              .build();
      assertThat(client.send(stow, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      assertThat(intake.instances()).hasSize(2);
    }
  }

  @Test
  void echoscuIsAnswered() throws Exception {
    Dcmtk.require("echoscu");
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      Dcmtk.run("echoscu", "-aec", "HYBRIDMIM", "127.0.0.1", intake.dicom().getPort());
      assertThat(intake.intake().counters().value("associations_total{outcome=\"accepted\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void anArchiveSendsAStudyBothWaysAndBothAreThePreparedVolumeOfTheFiles() throws Exception {
    Path program = Path.of("/usr/sbin/Orthanc");
    Path plugin = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    Assumptions.assumeTrue(
        Files.isExecutable(program) && Files.exists(plugin),
        "SKIPPED: needs the packages orthanc and orthanc-dicomweb");
    List<Path> files = images("dicom/ct-philips-28");
    try (TestIntake byMessage = TestIntake.start(directory.resolve("c-store"), Map.of());
        TestIntake byWeb = TestIntake.start(directory.resolve("stow"), Map.of());
        Archive archive = new Archive(program, plugin, byMessage, byWeb)) {
      for (Path file : files) {
        archive.post("/instances", Files.readAllBytes(file));
      }
      String study = archive.get("/studies").replaceAll("[^0-9a-f-]", "");
      archive.post("/modalities/intake/store", study.getBytes());
      archive.post(
          "/dicom-web/servers/intake/stow",
          ("{\"Resources\": [\"" + study + "\"], \"Synchronous\": true}").getBytes());

      PreparedVolume expected = prepared(files.stream().map(SendersIT::bytes).toList());
      for (TestIntake intake : List.of(byMessage, byWeb)) {
        assertThat(intake.instances()).hasSize(files.size());
        PreparedVolume volume =
            prepared(
                intake.instances().stream()
                    .map(object -> intake.store().get(object.key(), 1 << 24))
                    .toList());
        assertThat(volume.shape()).isEqualTo(expected.shape());
        assertThat(volume.voxels()).isEqualTo(expected.voxels());
      }
    }
  }

  private static PreparedVolume prepared(List<byte[]> files) throws Exception {
    SeriesAssembler series = new SeriesAssembler("Series", LIMITS);
    for (byte[] file : files) {
      series.add(file);
    }
    Image image = series.assemble().get(0).image();
    var profile = Profiles.load("laptop");
    return new VolumePreparer(profile.ingest(), profile.augment().subVolume(), LIMITS)
        .prepare(image, "Series");
  }

  private static DicomFile stored(TestIntake intake, DicomFile original) throws Exception {
    Pseudonyms pseudonyms = Pseudonyms.of(TestIntake.SECRET);
    String folder =
        SeriesKeys.folder(
            pseudonyms.series(original.dataSet().text(Tag.SERIES_INSTANCE_UID).orElseThrow()));
    String key =
        SeriesKeys.instance(
            folder,
            pseudonyms.instance(original.dataSet().text(Tag.SOP_INSTANCE_UID).orElseThrow()));
    return read(intake.store().get(key, 1 << 24));
  }

  private static int[] pixels(DicomFile file) throws Exception {
    PixelReader reader = PixelReader.of(file.dataSet(), file.syntax());
    int[] frame = new int[(int) reader.format().framePixels()];
    reader.read(0, frame);
    return frame;
  }

  private static DicomFile read(byte[] file) throws Exception {
    return DicomReader.read(file, DicomLimits.DEFAULT);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path encoded(String encoder, Path original, int number) throws Exception {
    List<String> words = List.of(encoder.split(" "));
    List<Object> arguments = new ArrayList<>(words.subList(1, words.size()));
    Path file = directory.resolve("encoded-" + number + ".dcm");
    if (words.get(0).equals("jpeg2000")) {
      // DCMTK sends these syntaxes and can't write them; the library that reads them can.
      DataSet image = read(Files.readAllBytes(original)).dataSet();
      boolean lossy = words.contains("lossy");
      return Files.write(file, lossy ? Jpeg2000.lossyFile(image) : Jpeg2000.file(image));
    }
    arguments.addAll(List.of(original, file));
    Dcmtk.run(words.get(0), arguments.toArray());
    return file;
  }

  private static List<Path> images(String series) throws IOException {
    try (Stream<Path> files = Files.list(TestData.require(series))) {
      return files.filter(file -> !file.endsWith("DIRFILE")).sorted().toList();
    }
  }

  /** Orthanc as a process that knows both intakes. */
  private final class Archive implements AutoCloseable {
    private final Process process;
    private final String address;

    Archive(Path program, Path plugin, TestIntake byMessage, TestIntake byWeb) throws IOException {
      int http = freePort();
      address = "http://127.0.0.1:" + http;
      Path database = directory.resolve("orthanc");
      Path configuration = directory.resolve("orthanc.json");
      Files.writeString(
          configuration,
          """
          {"Name": "PACS", "StorageDirectory": "%1$s", "IndexDirectory": "%1$s",
           "Plugins": ["%2$s"], "HttpPort": %3$d, "DicomPort": %4$d, "DicomAet": "PACS",
           "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
           "DicomModalities": {"intake": ["HYBRIDMIM", "127.0.0.1", %5$d]},
           "DicomWeb": {"Enable": true, "Root": "/dicom-web/",
             "Servers": {"intake": {"Url": "%6$s/dicom-web/", "HasDelete": false}}}}
          """
              .formatted(
                  database, plugin, http, freePort(), byMessage.dicom().getPort(), byWeb.http()));
      process =
          new ProcessBuilder(program.toString(), configuration.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("orthanc.log").toFile())
              .start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> get("/system").contains("Version"));
    }

    String get(String path) throws Exception {
      return answer(HttpRequest.newBuilder(URI.create(address + path)).build());
    }

    String post(String path, byte[] body) throws Exception {
      return answer(
          HttpRequest.newBuilder(URI.create(address + path))
              .POST(BodyPublishers.ofByteArray(body))
              .build());
    }

    private String answer(HttpRequest request) throws Exception {
      // A connection for each request: this server closes them, and no client likes to find out.
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as("%s: %s", request.uri(), response.body()).isEqualTo(200);
      return response.body();
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      process.waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
