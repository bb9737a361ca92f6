package dev.hybridmim.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.SyntheticSlices;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.ingest.intake.association.CallingAssociation;
import dev.hybridmim.ingest.intake.association.ProposedContext;
import dev.hybridmim.ingest.intake.association.RejectedException;
import dev.hybridmim.ingest.intake.association.RejectionReason;
import dev.hybridmim.ingest.intake.association.SecureTransport;
import dev.hybridmim.ingest.intake.message.StorageUser;
import dev.hybridmim.ingest.intake.store.OccupiedDirectoryException;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  private static final String VERIFICATION = "1.2.840.10008.1.1";

  @TempDir Path directory;

  @Test
  void anInstanceIsStoredAnnouncedAndItsSeriesCompleted() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      assertThat(send(intake, EXPLICIT, SmallImages.of("1.2.3", 1))).isZero();
      assertThat(intake.instances()).hasSize(1);
      String key = intake.instances().get(0).key();
      assertThat(key).matches("raw/series/[0-9a-f]{32}/[0-9a-f]{32}\\.dcm");

      Awaitility.await().until(() -> announced(intake).contains(key));
      Awaitility.await()
          .until(() -> announced(intake).stream().anyMatch(one -> one.endsWith("/complete.json")));
      DataSet stored = read(intake, key);
      assertThat(stored.text(0x00120062)).contains("YES");
      assertThat(stored.text(Tag.PATIENT_ID).orElseThrow()).matches("[0-9a-f]{32}");
      assertThat(stored.find(Tag.PIXEL_DATA))
          .isEqualTo(SmallImages.of("1.2.3", 1).find(Tag.PIXEL_DATA));
    }
  }

  @Test
  void theSameInstanceTwiceIsOneObjectInWhateverPlainSyntax() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      assertThat(send(intake, EXPLICIT, SmallImages.of("1.2.3", 1))).isZero();
      assertThat(send(intake, IMPLICIT, SmallImages.of("1.2.3", 1))).isZero();
      assertThat(send(intake, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, SmallImages.of("1.2.3", 1)))
          .isZero();
      assertThat(intake.instances()).hasSize(1);
      assertThat(intake.intake().counters().value("instances_total{outcome=\"duplicate\"}"))
          .isEqualTo(2);
    }
  }

  @Test
  void anotherContentOfTheSameInstanceIsKeptInQuarantine() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      DataSet first = SmallImages.of("1.2.3", 1);
      assertThat(send(intake, EXPLICIT, first)).isZero();
      assertThat(send(intake, EXPLICIT, first.with(Element.shorts(Tag.BITS_STORED, Vr.US, 12))))
          .isZero();
      assertThat(intake.instances()).hasSize(1);
      assertThat(intake.store().list("quarantine/conflicting-instance/")).hasSize(1);
      Awaitility.await()
          .until(
              () ->
                  intake.producer().history().stream()
                      .anyMatch(record -> record.topic().equals("rejects")));
    }
  }

  @Test
  void theSameImageInAnotherLosslessSyntaxIsNoConflict() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      DataSet image = SmallImages.of("1.2.3", 1);
      assertThat(send(intake, TransferSyntax.RLE_LOSSLESS, rle(image, image))).isZero();
      assertThat(send(intake, EXPLICIT, image)).isZero();
      assertThat(intake.store().list("quarantine/")).isEmpty();
      assertThat(intake.intake().counters().value("instances_total{outcome=\"duplicate\"}"))
          .isEqualTo(1);
      // Other pixels under the same UID are one.
      DataSet other = rle(image, SmallImages.of("1.2.3", 2));
      assertThat(send(intake, TransferSyntax.RLE_LOSSLESS, other)).isZero();
      assertThat(intake.store().list("quarantine/conflicting-instance/")).hasSize(1);
      assertThat(intake.instances()).hasSize(1);
    }
  }

  /** An image whose pixels are another one's, as literal runs: two segments, high bytes first. */
  private static DataSet rle(DataSet image, DataSet pixels) {
    byte[] plain = ((Element.Value) pixels.find(Tag.PIXEL_DATA).orElseThrow()).toArray();
    int half = plain.length / 2;
    int segment = half + 2;
    ByteBuffer fragment =
        ByteBuffer.allocate(64 + 2 * segment).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    fragment.putInt(0, 2).putInt(4, 64).putInt(8, 64 + segment);
    for (int plane = 0; plane < 2; plane++) {
      int at = 64 + plane * segment;
      fragment.put(at, (byte) (half - 1));
      for (int n = 0; n < half; n++) {
        fragment.put(at + 1 + n, plain[2 * n + 1 - plane]);
      }
    }
    return image.with(
        new Element.Encapsulated(Tag.PIXEL_DATA, Vr.OB, ByteBuffer.allocate(0), List.of(fragment)));
  }

  @Test
  void imagesOfEveryClassAreTaken() throws Exception {
    List<String> classes =
        List.of(
            SopClasses.MR_IMAGE,
            SopClasses.PET_IMAGE,
            SopClasses.ENHANCED_CT_IMAGE,
            SopClasses.ENHANCED_MR_IMAGE,
            SopClasses.ENHANCED_PET_IMAGE);
    List<ProposedContext> contexts = new ArrayList<>();
    for (String sopClass : classes) {
      contexts.add(new ProposedContext(2 * contexts.size() + 1, sopClass, List.of(EXPLICIT.uid())));
    }
    try (TestIntake intake = TestIntake.start(directory, Map.of());
        CallingAssociation calling = intake.call(contexts)) {
      StorageUser user = new StorageUser(calling.association());
      for (int n = 0; n < classes.size(); n++) {
        String sopClass = classes.get(n);
        DataSet image =
            (sopClass.contains("1.1.2.1") ? SyntheticSlices.enhanced() : SmallImages.of("1.2.3", n))
                .with(Element.text(Tag.SOP_CLASS_UID, Vr.UI, sopClass))
                .with(Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3." + n));
        byte[] bytes = DicomWriter.dataSet(image, EXPLICIT);
        assertThat(
                user.store(
                    calling.association().context(2 * n + 1).orElseThrow(),
                    "1.2.3." + n,
                    new ByteArrayInputStream(bytes)))
            .as(sopClass)
            .isZero();
      }
      calling.release();
      assertThat(intake.instances()).hasSize(classes.size());
      List<String> stored = new ArrayList<>();
      for (var object : intake.instances()) {
        stored.add(read(intake, object.key()).text(Tag.SOP_CLASS_UID).orElseThrow());
      }
      assertThat(stored).containsExactlyInAnyOrderElementsOf(classes);
    }
  }

  @Test
  void whoConnectsAndSaysNothingIsLetGoAfterArtim() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of("artimSeconds", 1));
        Socket silent = new Socket()) {
      silent.connect(intake.dicom());
      silent.setSoTimeout(20_000);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(intake.intake().metrics()).contains("open_associations 0");
      // Neither does half a request keep a thread for ever.
      try (Socket slow = new Socket()) {
        slow.connect(intake.dicom());
        slow.setSoTimeout(20_000);
        slow.getOutputStream().write(new byte[] {1, 0, 0, 0});
        assertThat(slow.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void twoIntakesDoNotShareADirectory() throws Exception {
    TestIntake first = TestIntake.start(directory, Map.of());
    assertThatThrownBy(() -> TestIntake.start(directory, Map.of()))
        .isInstanceOf(OccupiedDirectoryException.class)
        .hasMessageContaining("Another intake works in");
    assertThat(send(first, EXPLICIT, SmallImages.of("1.2.3", 1))).isZero();
    first.close();
    TestIntake.start(directory, Map.of()).close();
  }

  @Test
  void burnedInAnnotationGoesToQuarantineOrIsRefused() throws Exception {
    DataSet marked = SmallImages.of("1.2.3", 1).with(Element.text(0x00280301, Vr.CS, "YES"));
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      assertThat(send(intake, EXPLICIT, marked)).isZero();
      assertThat(intake.instances()).isEmpty();
      assertThat(intake.store().list("quarantine/burned-in/")).hasSize(1);
    }
    try (TestIntake intake =
        TestIntake.start(
            directory.resolve("other"), Map.of("deidentification", Map.of("burnedIn", "refuse")))) {
      assertThat(send(intake, EXPLICIT, marked)).isEqualTo(0xC000);
    }
  }

  @Test
  void aDataSetThatIsNotWhatTheCommandSaysIsRefused() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      DataSet image = SmallImages.of("1.2.3", 1);
      assertThat(send(intake, EXPLICIT, image, "1.2.3.99")).isEqualTo(0xA900);
      assertThat(send(intake, EXPLICIT, image.without(Tag.SERIES_INSTANCE_UID))).isEqualTo(0xA900);
      assertThat(send(intake, EXPLICIT, image, "no uid")).isEqualTo(0x0117);
      assertThat(
              send(
                  intake,
                  EXPLICIT,
                  image.with(Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.MR_IMAGE))))
          .isEqualTo(0xA900);
      assertThat(intake.instances()).isEmpty();
    }
  }

  @Test
  void aLargerInstanceThanAllowedIsRefusedAndTheAssociationGoesOn() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of("largestInstanceMebibytes", 1));
        CallingAssociation calling = intake.call(List.of(context(1, EXPLICIT)))) {
      StorageUser user = new StorageUser(calling.association());
      var context = calling.association().context(1).orElseThrow();
      byte[] large = new byte[3 << 19];
      assertThat(user.store(context, "1.2", new ByteArrayInputStream(large))).isEqualTo(0xA700);
      byte[] good = DicomWriter.dataSet(SmallImages.of("1.2.3", 1), EXPLICIT);
      assertThat(user.store(context, "1.2.3.1", new ByteArrayInputStream(good))).isZero();
      calling.release();
    }
  }

  @Test
  void aLargeInstanceLeavesNoMemoryBehindOutsideOfTheHeap() throws Exception {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findAny()
            .orElseThrow();
    try (TestIntake intake = TestIntake.start(directory, Map.of());
        CallingAssociation calling = intake.call(List.of(context(1, EXPLICIT)))) {
      long before = direct.getMemoryUsed();
      DataSet large =
          SmallImages.of("1.2.3", 1).with(Element.bytes(Tag.PIXEL_DATA, Vr.OW, new byte[32 << 20]));
      int status =
          new StorageUser(calling.association())
              .store(
                  calling.association().context(1).orElseThrow(),
                  "1.2.3.1",
                  new ByteArrayInputStream(DicomWriter.dataSet(large, EXPLICIT)));
      assertThat(status).isZero();
      // The association's thread and the journal's are alive, and keep what they have.
      assertThat(direct.getMemoryUsed() - before).isLessThan(8 << 20);
      calling.release();
    }
  }

  @Test
  void whileTheStoreIsAwayNothingIsAcknowledgedAndAssociationsAreRefused() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    ObjectStore store = interruptible(new FileObjectStore(directory.resolve("objects")), away);
    try (TestIntake intake = TestIntake.start(directory, store, Map.of())) {
      away.set(true);
      assertThat(send(intake, EXPLICIT, SmallImages.of("1.2.3", 1))).isEqualTo(0xA700);
      assertThat(post(intake, DicomWriter.file(SmallImages.of("1.2.3", 3), EXPLICIT)))
          .isEqualTo(503);
      assertThatThrownBy(() -> send(intake, EXPLICIT, SmallImages.of("1.2.3", 2)))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.is(RejectionReason.TEMPORARY_CONGESTION)).isTrue());
      away.set(false);
      Awaitility.await()
          .ignoreException(RejectedException.class)
          .until(() -> send(intake, EXPLICIT, SmallImages.of("1.2.3", 2)) == 0);
      // What was not acknowledged is in the journal all the same, and comes after.
      Awaitility.await().until(() -> intake.instances().size() == 2);
    }
  }

  @Test
  void nothingIsTakenWhenTheDiskIsNearlyFull() throws Exception {
    try (TestIntake intake =
        TestIntake.start(directory, Map.of("diskWatermarkMebibytes", 1 << 24))) {
      assertThatThrownBy(() -> send(intake, EXPLICIT, SmallImages.of("1.2.3", 1)))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> {
                assertThat(e.isTransient()).isTrue();
                assertThat(e.is(RejectionReason.TEMPORARY_CONGESTION)).isTrue();
              });
    }
  }

  @Test
  void whatAnEarlierProcessLeftInTheJournalIsPutAndAnnounced() throws Exception {
    String key;
    try (TestIntake intake = TestIntake.start(directory, Map.of("journalSeconds", 3600))) {
      assertThat(send(intake, EXPLICIT, SmallImages.of("1.2.3", 1))).isZero();
      key = intake.instances().get(0).key();
      intake.store().delete(key);
    }
    try (TestIntake intake = TestIntake.start(directory, Map.of("journalSeconds", 0))) {
      Awaitility.await().until(() -> announced(intake).contains(key));
      assertThat(intake.store().stat(key)).isPresent();
      Awaitility.await()
          .until(() -> Files.list(directory.resolve("intake/journal")).findAny().isEmpty());
    }
  }

  @Test
  void whatTheJournalHoldsOnlyInPartIsForgotten() throws Exception {
    Path journal = directory.resolve("intake/journal");
    String key;
    try (TestIntake intake = TestIntake.start(directory, Map.of("journalSeconds", 3600))) {
      assertThat(send(intake, EXPLICIT, SmallImages.of("1.2.3", 1))).isZero();
      assertThat(send(intake, EXPLICIT, SmallImages.of("1.2.3", 2))).isZero();
      key = intake.instances().get(0).key();
      intake.store().delete(key);
    }
    try (Stream<Path> files = Files.list(journal)) {
      Path torn = files.filter(file -> file.toString().contains(name(key))).findAny().orElseThrow();
      Files.write(torn, Arrays.copyOf(Files.readAllBytes(torn), 100));
    }
    try (TestIntake intake = TestIntake.start(directory, Map.of("journalSeconds", 0))) {
      Awaitility.await().until(() -> Files.list(journal).findAny().isEmpty());
      assertThat(announced(intake)).doesNotContain(key);
      assertThat(intake.instances()).hasSize(1);
    }
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Test
  void aSeriesIsCompleteByItsOwnCount() throws Exception {
    Map<String, Object> settings = Map.of("completeness", "count", "quietSeconds", 3600);
    try (TestIntake intake = TestIntake.start(directory, settings)) {
      Element two = Element.text(0x00201209, Vr.IS, "2");
      send(intake, EXPLICIT, SmallImages.of("1.2.3", 1).with(two));
      send(intake, EXPLICIT, SmallImages.of("1.2.3", 2).with(two));
      Awaitility.await()
          .until(() -> announced(intake).stream().anyMatch(one -> one.endsWith("complete.json")));
    }
  }

  @Test
  void classesAndSyntaxesAreRefusedInNegotiation() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of());
        CallingAssociation calling =
            intake.call(
                List.of(
                    context(1, EXPLICIT),
                    new ProposedContext(3, SopClasses.CT_IMAGE, List.of("1.2.840.10008.1.2.4.50")),
                    new ProposedContext(5, "1.2.840.10008.5.1.4.1.1.1", List.of(EXPLICIT.uid())),
                    new ProposedContext(
                        7, SopClasses.PET_IMAGE, List.of(IMPLICIT.uid(), EXPLICIT.uid())),
                    new ProposedContext(9, VERIFICATION, List.of(IMPLICIT.uid()))))) {
      var association = calling.association();
      assertThat(association.context(1)).isPresent();
      assertThat(association.context(3)).isEmpty();
      assertThat(association.context(5)).isEmpty();
      assertThat(association.context(7).orElseThrow().transferSyntax()).isEqualTo(EXPLICIT.uid());
      assertThat(new StorageUser(association).echo(association.context(9).orElseThrow())).isZero();
      calling.release();
    }
  }

  @Test
  void strangersAndTooManyAreRejected() throws Exception {
    Map<String, Object> settings =
        Map.of("callers", List.of("FRIEND@127.0.0.0/8", "TESTER@10.0.0.0/8"));
    try (TestIntake intake = TestIntake.start(directory, settings)) {
      assertThatThrownBy(() -> intake.call(List.of(context(1, EXPLICIT))))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.is(RejectionReason.CALLING_AE_TITLE_NOT_RECOGNISED)).isTrue());
    }
    try (TestIntake intake = TestIntake.start(directory, Map.of("associations", 2))) {
      List<CallingAssociation> open = new ArrayList<>();
      open.add(intake.call(List.of(context(1, EXPLICIT))));
      open.add(intake.call(List.of(context(1, EXPLICIT))));
      assertThatThrownBy(() -> intake.call(List.of(context(1, EXPLICIT))))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.is(RejectionReason.LOCAL_LIMIT_EXCEEDED)).isTrue());
      open.get(0).abort();
      open.get(0).close();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreException(RejectedException.class)
          .until(() -> open.add(intake.call(List.of(context(1, EXPLICIT)))));
      for (CallingAssociation one : open) {
        one.close();
      }
    }
  }

  @Test
  void strangersAreNotInvited() {
    assertThatThrownBy(() -> TestIntake.start(directory, Map.of("bind", "0.0.0.0")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("callers");
    assertThatThrownBy(
            () ->
                TestIntake.start(directory, Map.of("bind", "0.0.0.0", "callers", List.of("PACS"))))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("HYBRIDMIM_INTAKE_TOKEN");
    assertThatThrownBy(() -> TestIntake.start(directory, Map.of("prot", 1)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("prot");
    assertThatThrownBy(() -> TestIntake.start(directory, Map.of("associations", 0)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("associations is 0");
  }

  @Test
  void encryptedAssociationsNeedACertificateThatIsTrusted() throws Exception {
    keytool("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=a", "-keystore", "a.p12");
    keytool("-genkeypair", "-alias", "b", "-keyalg", "EC", "-dname", "CN=b", "-keystore", "b.p12");
    keytool("-exportcert", "-alias", "a", "-keystore", "a.p12", "-file", "a.crt");
    keytool("-importcert", "-noprompt", "-alias", "a", "-file", "a.crt", "-keystore", "trust.p12");
    String trust = directory.resolve("trust.p12").toString();
    Map<String, Object> settings =
        Map.of(
            "httpPort",
            -1,
            "tls",
            Map.of("identity", directory.resolve("a.p12").toString(), "trusted", trust));
    try (TestIntake intake = TestIntake.start(directory, settings)) {
      try (CallingAssociation friend = callEncrypted(intake, "a.p12")) {
        byte[] image = DicomWriter.dataSet(SmallImages.of("1.2.3", 1), EXPLICIT);
        assertThat(
                new StorageUser(friend.association())
                    .store(
                        friend.association().context(1).orElseThrow(),
                        "1.2.3.1",
                        new ByteArrayInputStream(image)))
            .isZero();
        friend.release();
      }
      assertThatThrownBy(() -> callEncrypted(intake, "b.p12")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> intake.call(List.of(context(1, EXPLICIT))))
          .isInstanceOf(IOException.class);
      assertThat(intake.intake().counters().value("associations_total{outcome=\"accepted\"}"))
          .isEqualTo(1);
    }
  }

  private CallingAssociation callEncrypted(TestIntake intake, String identity) throws Exception {
    SSLContext context =
        SecureTransport.context(
            directory.resolve(identity),
            Optional.of(directory.resolve("trust.p12")),
            TestIntake.PASSWORD.toCharArray());
    return CallingAssociation.open(
        intake.dicom(),
        Optional.of(context),
        "TESTER",
        "HYBRIDMIM",
        List.of(context(1, EXPLICIT)),
        Duration.ofSeconds(20));
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", TestIntake.PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static ProposedContext context(int id, TransferSyntax syntax) {
    return new ProposedContext(id, SopClasses.CT_IMAGE, List.of(syntax.uid()));
  }

  private static int send(TestIntake intake, TransferSyntax syntax, DataSet image)
      throws Exception {
    return send(intake, syntax, image, image.text(Tag.SOP_INSTANCE_UID).orElseThrow());
  }

  private static int send(
      TestIntake intake, TransferSyntax syntax, DataSet image, String sopInstance)
      throws Exception {
    try (CallingAssociation calling = intake.call(List.of(context(1, syntax)))) {
      byte[] bytes = DicomWriter.dataSet(image, syntax);
      int status =
          new StorageUser(calling.association())
              .store(
                  calling.association().context(1).orElseThrow(),
                  sopInstance,
                  new ByteArrayInputStream(bytes));
      calling.release();
      return status;
    }
  }

  private static DataSet read(TestIntake intake, String key) throws Exception {
    return DicomReader.read(intake.store().get(key, 1 << 20), DicomLimits.DEFAULT).dataSet();
  }

  /** Keys that stand on topic scans. */
  private static List<String> announced(TestIntake intake) throws Exception {
    List<String> keys = new ArrayList<>();
    for (var record : intake.producer().history()) {
      if (record.topic().equals("scans")) {
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).startsWith("bucket/raw/");
        ScanNotifications.parse(record.value()).forEach(one -> keys.add(one.key()));
      }
    }
    return keys;
  }

  /** A store whose every call fails while it is away. */
  private static int post(TestIntake intake, byte[] file) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(intake.http() + "/dicom-web/studies"))
            .header("Content-Type", "application/dicom")
            .POST(HttpRequest.BodyPublishers.ofByteArray(file))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static ObjectStore interruptible(ObjectStore store, AtomicBoolean away) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (away.get() && !method.getName().equals("close")) {
                throw new ObjectStoreException("The store is away", true, new IOException());
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
