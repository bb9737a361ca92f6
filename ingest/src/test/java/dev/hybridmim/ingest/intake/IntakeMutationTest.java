package dev.hybridmim.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.intake.association.CallingAssociation;
import dev.hybridmim.ingest.intake.association.ProposedContext;
import dev.hybridmim.ingest.intake.message.StorageUser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sender's bytes, damaged at random: the next good sender is served all the same. */
class IntakeMutationTest {
  private static final int MUTATIONS = 5000;
  private static final long SEED = 20261124;
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir Path directory;

  @Test
  void damagedConversationsDoNoHarm() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of("artimSeconds", 1))) {
      byte[] conversation = recorded(intake.dicom());
      assertThat(sendGood(intake, 1)).isZero();
      long threads = associationThreads();
      long files = openFiles();
      Random random = new Random(SEED);
      for (int n = 0; n < MUTATIONS; n++) {
        throwAt(intake.dicom(), mutated(conversation, random));
      }
      assertThat(sendGood(intake, 2)).as("seed %d", SEED).isZero();
      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(associationThreads()).isLessThanOrEqualTo(threads + 1);
                assertThat(openFiles()).isLessThanOrEqualTo(files + 8);
              });
      assertThat(Files.list(directory.resolve("intake/receiving"))).isEmpty();
      assertThat(
              intake.intake().counters().value("instances_total{outcome=\"processing_failure\"}"))
          .as("mistakes of the intake")
          .isZero();
    }
  }

  @Test
  void aSenderMayAbortAfterAnyPdu() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      byte[] conversation = recorded(intake.dicom());
      int aborted = 0;
      for (int end = 0; end < conversation.length; end = nextPdu(conversation, end)) {
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(conversation, 0, end);
        cut.writeBytes(new byte[] {7, 0, 0, 0, 0, 4, 0, 0, 0, 0});
        throwAt(intake.dicom(), cut.toByteArray());
        aborted++;
      }
      assertThat(aborted).isGreaterThan(3);
      Awaitility.await().until(() -> intake.intake().metrics().contains("open_associations 0"));
      assertThat(Files.list(directory.resolve("intake/receiving"))).isEmpty();
      assertThat(sendGood(intake, 2)).isZero();
    }
  }

  private static int nextPdu(byte[] conversation, int at) {
    return at + 6 + ByteBuffer.wrap(conversation, at + 2, 4).getInt();
  }

  /** What a good sender sends, taken down between it and the intake. */
  private static byte[] recorded(InetSocketAddress intake) throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (ServerSocket listener = new ServerSocket(0);
        Socket onward = new Socket(intake.getAddress(), intake.getPort())) {
      Thread relay = new Thread(() -> relay(listener, onward, sent), "relay");
      relay.start();
      try (CallingAssociation calling =
          CallingAssociation.open(
              new InetSocketAddress("127.0.0.1", listener.getLocalPort()),
              java.util.Optional.empty(),
              "TESTER",
              "HYBRIDMIM",
              List.of(new ProposedContext(1, SopClasses.CT_IMAGE, List.of(EXPLICIT.uid()))),
              java.time.Duration.ofSeconds(20))) {
        store(calling, 3);
        calling.release();
      }
      relay.join(20_000);
    }
    return sent.toByteArray();
  }

  private static void relay(ServerSocket listener, Socket onward, ByteArrayOutputStream sent) {
    try (Socket caller = listener.accept()) {
      Thread back =
          new Thread(
              () -> {
                try {
                  onward.getInputStream().transferTo(caller.getOutputStream());
                } catch (IOException e) {
                  // The caller has closed, which ends the conversation.
                  return;
                }
              },
              "relay-back");
      back.start();
      byte[] block = new byte[4096];
      InputStream in = caller.getInputStream();
      for (int got = in.read(block); got >= 0; got = in.read(block)) {
        sent.write(block, 0, got);
        onward.getOutputStream().write(block, 0, got);
      }
      onward.shutdownOutput();
      back.join(20_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mutated(byte[] conversation, Random random) {
    byte[] changed = conversation.clone();
    int changes = 1 + random.nextInt(4);
    for (int n = 0; n < changes; n++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        default -> Arrays.fill(changed, at, Math.min(changed.length, at + 4), (byte) 0xff);
      }
    }
    return changed;
  }

  private static void throwAt(InetSocketAddress intake, byte[] bytes) {
    try (Socket socket = new Socket(intake.getAddress(), intake.getPort())) {
      socket.setSoTimeout(5000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      byte[] block = new byte[4096];
      while (in.read(block) >= 0) {
        // Whatever the intake answers, until it closes.
      }
    } catch (IOException e) {
      // The intake has cut the conversation off, as it may.
      return;
    }
  }

  private static int sendGood(TestIntake intake, int number) throws Exception {
    try (CallingAssociation calling =
        intake.call(
            List.of(new ProposedContext(1, SopClasses.CT_IMAGE, List.of(EXPLICIT.uid()))))) {
      int status = store(calling, number);
      calling.release();
      return status;
    }
  }

  private static int store(CallingAssociation calling, int number) throws Exception {
    DataSet image = SmallImages.of("1.2.3", number);
    return new StorageUser(calling.association())
        .store(
            calling.association().context(1).orElseThrow(),
            "1.2.3." + number,
            new ByteArrayInputStream(DicomWriter.dataSet(image, EXPLICIT)));
  }

  private static long associationThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("association-\\d+"))
        .count();
  }

  private static long openFiles() throws IOException {
    Path handles = Path.of("/proc/self/fd");
    if (!Files.isDirectory(handles)) {
      return 0;
    }
    try (var list = Files.list(handles)) {
      return list.count();
    }
  }
}
