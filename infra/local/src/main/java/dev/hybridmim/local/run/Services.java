package dev.hybridmim.local.run;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.broker.BrokerAccess;
import dev.hybridmim.local.broker.BrokerMain;
import dev.hybridmim.local.home.Credentials;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.Ports;
import dev.hybridmim.local.process.Child;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Modules.Module;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Topics;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;

/**
 * Kafka and the object store of a run: started here, or named by the user. Secrets of named ones
 * come from the environment: {@value #ACCESS_KEY}, {@value #SECRET_KEY} and, optional, {@value
 * #BUCKET} and {@value #REGION} for the store; {@value #KAFKA_PROPERTIES}, a file of client
 * properties, for Kafka.
 */
public final class Services {
  public static final String ACCESS_KEY = "HYBRIDMIM_S3_ACCESS_KEY";
  public static final String SECRET_KEY = "HYBRIDMIM_S3_SECRET_KEY";
  public static final String BUCKET = "HYBRIDMIM_S3_BUCKET";
  public static final String REGION = "HYBRIDMIM_S3_REGION";
  public static final String KAFKA_PROPERTIES = "HYBRIDMIM_KAFKA_PROPERTIES";

  private static final String STORE = "store";
  private static final String BROKER = "broker";
  private static final String STORE_MAIN = "dev.hybridmim.store.StoreMain";
  private static final String DEFAULT_BUCKET = "hybridmim";
  private static final String DEFAULT_REGION = "us-east-1";
  private static final int STORE_HEAP = 384;
  private static final int BROKER_HEAP = 512;

  /**
   * A broker waits for disks and sockets most of the time; the second compiler would cost more than
   * it saves. The store hashes every byte that is put, which only that one's code does fast.
   */
  private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

  private static final Duration READY = Duration.ofSeconds(180);

  private final Home home;
  private final Modules modules;
  private final RunRequest.Elsewhere elsewhere;
  private final Map<String, String> environment;

  /**
   * Services of a home.
   *
   * @param environment where the secrets of named services are
   */
  public Services(
      Home home, Modules modules, RunRequest.Elsewhere elsewhere, Map<String, String> environment) {
    this.home = home;
    this.modules = modules;
    this.elsewhere = elsewhere;
    this.environment = environment;
  }

  /**
   * Starts what is not named, checks what is, makes bucket and topics, and writes the connection
   * file.
   *
   * @throws RunException when a service does not start, can't be reached or refuses
   */
  public Connection start(Supervisor supervisor) throws InterruptedException {
    // What the environment lacks is found before anything is started.
    Optional<StoreAddress> namedStore =
        elsewhere.store().map(endpoint -> namedStore(endpoint, environment));
    Optional<KafkaAddress> namedKafka = elsewhere.kafka().map(this::namedKafka);
    Ports ports = home.choosePorts();
    Optional<ManagedProcess> store =
        namedStore.isPresent()
            ? Optional.empty()
            : Optional.of(supervisor.start(storeProcess(home, modules, supervisor, ports.store())));
    Optional<ManagedProcess> broker =
        namedKafka.isPresent()
            ? Optional.empty()
            : Optional.of(supervisor.start(brokerProcess(home, modules, supervisor, ports)));
    StoreAddress storeAddress =
        store.isPresent() ? embeddedStore(home, store.get().awaitReady(READY)) : namedStore.get();
    makeBucket(storeAddress);
    KafkaAddress kafkaAddress =
        broker.isPresent() ? embeddedKafka(broker.get().awaitReady(READY)) : namedKafka.get();
    makeTopics(kafkaAddress);
    Connection connection =
        new Connection(kafkaAddress, storeAddress, home.credentials().siteSecret());
    connection.write(home.layout().connection());
    return connection;
  }

  /**
   * Starts a home's own store alone, on any free port.
   *
   * @throws RunException when it does not start
   */
  static StoreAddress startStore(Home home, Modules modules, Supervisor supervisor)
      throws InterruptedException {
    ManagedProcess store = supervisor.start(storeProcess(home, modules, supervisor, 0));
    return embeddedStore(home, store.awaitReady(READY));
  }

  static Child storeProcess(Home home, Modules modules, Supervisor supervisor, int port) {
    Credentials credentials = home.credentials();
    return Child.of(STORE, modules.classPath(Module.STORE), STORE_MAIN, STORE_HEAP)
        .with("directory", home.layout().store())
        .with("port", port)
        .with("ready-file", supervisor.readyFile(STORE))
        .withEnvironment(ACCESS_KEY, credentials.storeAccessKey())
        .withEnvironment(SECRET_KEY, credentials.storeSecretKey());
  }

  static Child brokerProcess(Home home, Modules modules, Supervisor supervisor, Ports ports) {
    Credentials credentials = home.credentials();
    return Child.of(
            BROKER, modules.classPath(Module.LOCAL), BrokerMain.class.getName(), BROKER_HEAP)
        .withJvmOptions(QUICK_START)
        .with("directory", home.layout().broker())
        .with("port", ports.broker())
        .with("controller-port", ports.controller())
        .with("ready-file", supervisor.readyFile(BROKER))
        .withEnvironment(BrokerAccess.USER, credentials.kafkaUser())
        .withEnvironment(BrokerAccess.PASSWORD, credentials.kafkaPassword());
  }

  private static StoreAddress embeddedStore(Home home, String endpoint) {
    Credentials credentials = home.credentials();
    return new StoreAddress(
        URI.create(endpoint),
        DEFAULT_REGION,
        DEFAULT_BUCKET,
        credentials.storeAccessKey(),
        credentials.storeSecretKey());
  }

  private KafkaAddress embeddedKafka(String bootstrapServers) {
    Credentials credentials = home.credentials();
    return BrokerAccess.address(
        bootstrapServers, credentials.kafkaUser(), credentials.kafkaPassword());
  }

  /** A store by its address, with the keys of the environment. */
  static StoreAddress namedStore(URI endpoint, Map<String, String> environment) {
    return new StoreAddress(
        endpoint,
        environment.getOrDefault(REGION, DEFAULT_REGION),
        environment.getOrDefault(BUCKET, DEFAULT_BUCKET),
        required(environment, ACCESS_KEY),
        required(environment, SECRET_KEY));
  }

  private KafkaAddress namedKafka(String bootstrapServers) {
    Map<String, String> properties = new TreeMap<>();
    String file = environment.get(KAFKA_PROPERTIES);
    if (file != null && !file.isBlank()) {
      Properties read = new Properties();
      try (Reader text = Files.newBufferedReader(Path.of(file))) {
        read.load(text);
      } catch (IOException | IllegalArgumentException e) {
        throw new RunException(
            "The file " + file + " of " + KAFKA_PROPERTIES + " can't be read: " + e.getMessage(),
            e);
      }
      read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    }
    return new KafkaAddress(bootstrapServers, properties);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new RunException(
          "With --s3 the environment variable " + name + " must hold the store's key.");
    }
    return value;
  }

  private static void makeBucket(StoreAddress address) {
    try (S3ObjectStore store = S3ObjectStore.open(address)) {
      store.ensureBucket();
    } catch (ObjectStoreException | IllegalStateException e) {
      // The second is how the store's client says that nobody listens there.
      throw new RunException(
          "The store at " + address.endpoint() + " can't be used: " + e.getMessage(), e);
    }
  }

  private static void makeTopics(KafkaAddress address) {
    try {
      Topics.ensure(address);
    } catch (KafkaException e) {
      throw new RunException(
          "Kafka at " + address.bootstrapServers() + " can't be used: " + e.getMessage(), e);
    }
  }
}
