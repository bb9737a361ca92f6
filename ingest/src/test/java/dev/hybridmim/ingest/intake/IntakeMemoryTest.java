package dev.hybridmim.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.intake.deidentify.DeidentificationSettings;
import dev.hybridmim.ingest.intake.deidentify.Deidentifier;
import dev.hybridmim.ingest.intake.message.InstanceHeader;
import dev.hybridmim.ingest.intake.message.InstanceReceiver.Session;
import dev.hybridmim.ingest.intake.message.Receipt;
import dev.hybridmim.ingest.intake.message.ReceivedContent;
import dev.hybridmim.ingest.intake.message.Status;
import dev.hybridmim.ingest.intake.store.InstanceIntake;
import dev.hybridmim.ingest.intake.store.IntakeRules;
import dev.hybridmim.ingest.intake.store.StoreGate;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeMemoryTest {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int DEADLINE_S = 30;

  @TempDir Path directory;

  @Test
  void whatFindsNoMemoryIsRefusedAfterAWhileAndTakenWhenThereIsSome() throws Exception {
    CountDownLatch storing = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    try (ObjectStore store =
            slow(new FileObjectStore(directory.resolve("objects")), storing, released);
        InstanceIntake intake = open(store, 1 << 10);
        Session session = intake.begin()) {
      CompletableFuture<Receipt> first =
          CompletableFuture.supplyAsync(() -> receive(intake, session, 1));
      assertThat(storing.await(DEADLINE_S, TimeUnit.SECONDS)).isTrue();

      Receipt second = receive(intake, session, 2);

      assertThat(second.status()).isEqualTo(Status.OUT_OF_RESOURCES);
      assertThat(second.comment()).contains("send again");
      assertThat(first).isNotDone();
      released.countDown();
      assertThat(first.get(DEADLINE_S, TimeUnit.SECONDS).isStored()).isTrue();
      assertThat(receive(intake, session, 2).isStored()).isTrue();
    }
  }

  private InstanceIntake open(ObjectStore store, long memory) throws IOException {
    DeidentificationSettings settings = DeidentificationSettings.DEFAULT;
    IntakeRules rules =
        new IntakeRules(
            Intake.syntaxes(),
            settings.burnedIn(),
            1 << 20,
            1 << 20,
            memory,
            Duration.ofMillis(50),
            Duration.ofHours(1),
            Duration.ofHours(1),
            false);
    Path files = directory.resolve("intake");
    return InstanceIntake.open(
        files,
        store,
        "bucket",
        new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer()),
        new StoreGate(store, directory, 0),
        new Deidentifier(settings, TestIntake.SECRET),
        TestIntake.SECRET,
        rules,
        new IntakeCounters());
  }

  private static Receipt receive(InstanceIntake intake, Session session, int number) {
    try (ReceivedContent content = intake.newContent()) {
      byte[] file = DicomWriter.file(SmallImages.of("1.2.3", number), SYNTAX);
      content.write(file, 0, file.length);
      return intake.receive(InstanceHeader.ofFile(""), content, session);
    } catch (IOException | DicomException e) {
      throw new AssertionError(e);
    }
  }

  /** A store that lets nothing of an instance through until it is released. */
  private static ObjectStore slow(
      ObjectStore store, CountDownLatch storing, CountDownLatch released) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (arguments != null
                  && arguments[0] instanceof String key
                  && key.startsWith("raw/series/")) {
                storing.countDown();
                assertThat(released.await(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
