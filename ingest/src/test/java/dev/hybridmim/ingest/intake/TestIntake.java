package dev.hybridmim.ingest.intake;

import dev.hybridmim.ingest.intake.association.CallingAssociation;
import dev.hybridmim.ingest.intake.association.ProposedContext;
import dev.hybridmim.ingest.intake.web.WebCredentials;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A whole intake in this process, over a directory as its store. */
public final class TestIntake implements AutoCloseable {
  static final String SECRET = "a secret of tests";
  static final String PASSWORD = "changeit";

  private final ObjectStore store;
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
  private final Intake intake;

  private TestIntake(
      Path directory, ObjectStore store, Map<String, Object> settings, WebCredentials web)
      throws IOException {
    this.store = store;
    Map<String, Object> all = new TreeMap<>(settings);
    all.putIfAbsent("dicomPort", 0);
    all.putIfAbsent("httpPort", 0);
    all.putIfAbsent("artimSeconds", 2);
    all.putIfAbsent("quietSeconds", 0);
    all.putIfAbsent("diskWatermarkMebibytes", 0);
    this.intake =
        Intake.start(
            IntakeSettings.read(Optional.empty(), all),
            new Intake.Secrets(SECRET, web, PASSWORD),
            directory.resolve("intake"),
            store,
            "bucket",
            producer);
  }

  public static TestIntake start(Path directory, Map<String, Object> settings) throws IOException {
    return start(directory, new FileObjectStore(directory.resolve("objects")), settings);
  }

  public static TestIntake start(Path directory, ObjectStore store, Map<String, Object> settings)
      throws IOException {
    return new TestIntake(directory, store, settings, WebCredentials.none());
  }

  public static TestIntake start(
      Path directory, Map<String, Object> settings, WebCredentials credentials) throws IOException {
    return new TestIntake(
        directory, new FileObjectStore(directory.resolve("objects")), settings, credentials);
  }

  public Intake intake() {
    return intake;
  }

  public InetSocketAddress dicom() {
    return intake.dicomAddress().orElseThrow();
  }

  public String http() {
    return "http://127.0.0.1:" + intake.httpAddress().orElseThrow().getPort();
  }

  public ObjectStore store() {
    return store;
  }

  /** Instances that were taken. */
  public List<ObjectInfo> instances() {
    return store.list("raw/series/").stream().filter(o -> o.key().endsWith(".dcm")).toList();
  }

  public MockProducer<byte[], byte[]> producer() {
    return producer;
  }

  public CallingAssociation call(List<ProposedContext> contexts) throws IOException {
    return CallingAssociation.open(
        dicom(), Optional.empty(), "TESTER", "HYBRIDMIM", contexts, Duration.ofSeconds(20));
  }

  @Override
  public void close() {
    intake.close();
    store.close();
  }
}
