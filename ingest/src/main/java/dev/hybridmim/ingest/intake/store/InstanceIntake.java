package dev.hybridmim.ingest.intake.store;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomFile;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.intake.IntakeCounters;
import dev.hybridmim.ingest.intake.association.Uids;
import dev.hybridmim.ingest.intake.deidentify.DeidentificationSettings.BurnedInPolicy;
import dev.hybridmim.ingest.intake.deidentify.DeidentifiedObject;
import dev.hybridmim.ingest.intake.deidentify.Deidentifier;
import dev.hybridmim.ingest.intake.message.InstanceHeader;
import dev.hybridmim.ingest.intake.message.InstanceReceiver;
import dev.hybridmim.ingest.intake.message.Receipt;
import dev.hybridmim.ingest.intake.message.ReceivedContent;
import dev.hybridmim.ingest.intake.message.Status;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.ObjectTooLargeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes instances as this package's documentation describes. Thread-safe.
 *
 * <p>Memory: an instance takes about four times its bytes from reading to storing; all together
 * never more than {@link IntakeRules#memory}, beyond which an instance waits, and after {@link
 * IntakeRules#patience} is refused as out of resources.
 */
public final class InstanceIntake implements InstanceReceiver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceIntake.class);
  private static final int NUMBER_OF_SERIES_INSTANCES = 0x00201209;
  private static final int MEMORY_PER_BYTE = 4;
  private static final int UNIT = 1 << 10;
  private static final int INFLATION = 4;
  private static final int DIGEST_BYTES = 16;
  private static final String CONTENT_TYPE = "application/dicom";

  private final ObjectStore store;
  private final StoreGate gate;
  private final Deidentifier deidentifier;
  private final Pseudonyms pseudonyms;
  private final IntakeRules rules;
  private final IntakeCounters counters;
  private final Path receiving;
  private final InstanceJournal journal;
  private final Announcer announcer;
  private final OpenSeries series;
  private final DirectoryLock lock;
  private final int memoryUnits;
  private final Semaphore memory;
  private final ExecutorService journalWriters;

  private InstanceIntake(
      ObjectStore store,
      StoreGate gate,
      Deidentifier deidentifier,
      Pseudonyms pseudonyms,
      IntakeRules rules,
      IntakeCounters counters,
      Path receiving,
      InstanceJournal journal,
      Announcer announcer,
      OpenSeries series,
      DirectoryLock lock) {
    this.lock = lock;
    this.store = store;
    this.gate = gate;
    this.deidentifier = deidentifier;
    this.pseudonyms = pseudonyms;
    this.rules = rules;
    this.counters = counters;
    this.receiving = receiving;
    this.journal = journal;
    this.announcer = announcer;
    this.series = series;
    this.memoryUnits = (int) Math.max(1, Math.min(Integer.MAX_VALUE, rules.memory() / UNIT));
    this.memory = new Semaphore(memoryUnits, true);
    this.journalWriters = Executors.newCachedThreadPool(InstanceIntake::journalWriter);
  }

  /**
   * Opens an intake and begins to announce what an earlier one has left.
   *
   * @param directory its files; made when it is not there
   * @throws OccupiedDirectoryException when another intake works there
   */
  public static InstanceIntake open(
      Path directory,
      ObjectStore store,
      String bucket,
      Producer<byte[], byte[]> producer,
      StoreGate gate,
      Deidentifier deidentifier,
      String siteSecret,
      IntakeRules rules,
      IntakeCounters counters)
      throws IOException {
    DirectoryLock lock = DirectoryLock.take(Files.createDirectories(directory));
    Path receiving = emptied(directory.resolve("receiving"));
    InstanceJournal journal = new InstanceJournal(directory.resolve("journal"));
    Announcer announcer =
        new Announcer(store, bucket, producer, journal, gate, counters, rules.journalRetention());
    OpenSeries series =
        new OpenSeries(
            store,
            announcer,
            counters,
            directory.resolve("open-series"),
            rules.quiet(),
            rules.completeByCount());
    announcer.start();
    series.start();
    return new InstanceIntake(
        store,
        gate,
        deidentifier,
        Pseudonyms.of(siteSecret),
        rules,
        counters,
        receiving,
        journal,
        announcer,
        series,
        lock);
  }

  private static Thread journalWriter(Runnable task) {
    Thread thread = new Thread(task, "intake-journal");
    thread.setDaemon(true);
    return thread;
  }

  private static Path emptied(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> left = Files.list(directory)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    return directory;
  }

  @Override
  public Session begin() {
    return new Session() {
      @Override
      public void close() {
        series.closed(this);
      }
    };
  }

  @Override
  public ReceivedContent newContent() {
    return new ReceivedContent(receiving, rules.mostInMemory(), rules.largestInstance());
  }

  @Override
  public Receipt receive(InstanceHeader header, ReceivedContent content, Session session) {
    Receipt receipt;
    try {
      receipt = withMemory(header, content, session);
    } catch (ObjectStoreException e) {
      gate.storeFailed(e);
      receipt = Receipt.refused(Status.OUT_OF_RESOURCES, "The object store is away: send again");
    } catch (DicomException e) {
      LOG.info("A data set was refused: {}", e.getMessage());
      receipt = Receipt.refused(Status.CANNOT_UNDERSTAND, "The data set is no sound DICOM");
    } catch (IOException e) {
      LOG.warn("An instance could not be written: {}", e.getMessage());
      receipt = Receipt.refused(Status.OUT_OF_RESOURCES, "The disk refuses: send again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      receipt = Receipt.refused(Status.OUT_OF_RESOURCES, "The intake is closing: send again");
    } catch (RuntimeException e) {
      // The cause's own message might quote a value.
      LOG.error(
          "An instance met a mistake of the intake: {} at {}",
          e.getClass().getName(),
          Arrays.stream(e.getStackTrace()).limit(4).toList());
      receipt = Receipt.refused(Status.PROCESSING_FAILURE, "The intake has made a mistake");
    }
    if (!receipt.isStored()) {
      counters.instance(receipt.status().name().toLowerCase(Locale.ROOT), content.size());
    }
    return receipt;
  }

  private Receipt withMemory(InstanceHeader header, ReceivedContent content, Session session)
      throws InterruptedException, IOException, DicomException {
    if (!gate.isOpen()) {
      return Receipt.refused(
          Status.OUT_OF_RESOURCES, "The store is away or the disk nearly full: send again");
    }
    int units = (int) Math.min(memoryUnits, 1 + content.size() * MEMORY_PER_BYTE / UNIT);
    if (!memory.tryAcquire(units, rules.patience().toMillis(), TimeUnit.MILLISECONDS)) {
      return Receipt.refused(Status.OUT_OF_RESOURCES, "Too much is under way: send again");
    }
    try {
      return take(header, content.bytes(), session);
    } finally {
      memory.release(units);
    }
  }

  private Receipt take(InstanceHeader header, byte[] bytes, Session session)
      throws IOException, DicomException {
    DicomFile file = read(header, bytes);
    DataSet dataSet = file.dataSet();
    String sopClass = dataSet.text(Tag.SOP_CLASS_UID).orElse("");
    String sopInstance = dataSet.text(Tag.SOP_INSTANCE_UID).orElse("");
    Receipt objection = objection(header, file, sopClass, sopInstance);
    if (objection != null) {
      return objection.of(sopClass, sopInstance);
    }
    DeidentifiedObject anonymous = deidentifier.deidentify(dataSet);
    if (anonymous.burnedIn() && rules.burnedIn() == BurnedInPolicy.REFUSE) {
      return Receipt.refused(
              Status.CANNOT_UNDERSTAND, "Images with burned-in annotation are not taken")
          .of(sopClass, sopInstance);
    }
    String seriesName = pseudonyms.series(dataSet.text(Tag.SERIES_INSTANCE_UID).orElseThrow());
    String instanceName = pseudonyms.instance(sopInstance);
    byte[] content = DicomWriter.file(anonymous.dataSet(), kept(file.syntax()));
    if (anonymous.burnedIn() && rules.burnedIn() == BurnedInPolicy.QUARANTINE) {
      quarantine(QuarantineReason.BURNED_IN, seriesName, instanceName, content);
    } else {
      store(dataSet, seriesName, instanceName, content, session);
    }
    return Receipt.stored(sopClass, sopInstance);
  }

  private DicomFile read(InstanceHeader header, byte[] bytes) throws DicomException {
    if (header.isFile()) {
      return DicomReader.read(bytes, limits());
    }
    TransferSyntax syntax = TransferSyntax.of(header.transferSyntax());
    return new DicomFile(DataSet.empty(), syntax, DicomReader.read(bytes, syntax, limits()));
  }

  private DicomLimits limits() {
    return DicomLimits.DEFAULT.withMaxBytes(
        Math.min(Integer.MAX_VALUE / 2, INFLATION * rules.largestInstance()));
  }

  /** Null when there is none. */
  private Receipt objection(
      InstanceHeader header, DicomFile file, String sopClass, String sopInstance) {
    boolean said =
        (header.sopClass().isEmpty() || header.sopClass().equals(sopClass))
            && (header.sopInstance().isEmpty() || header.sopInstance().equals(sopInstance));
    if (!said) {
      return Receipt.refused(
          Status.DATA_SET_DOES_NOT_MATCH, "Class or instance are not those of the command");
    }
    if (!rules.syntaxes().accepts(sopClass)) {
      return Receipt.refused(Status.SOP_CLASS_NOT_SUPPORTED, "The SOP class is not taken");
    }
    if (!rules.syntaxes().accepts(sopClass, file.syntax().uid())) {
      return Receipt.refused(Status.CANNOT_UNDERSTAND, "The transfer syntax is not taken");
    }
    if (!Uids.isWellFormed(sopInstance)) {
      return Receipt.refused(Status.INVALID_OBJECT_INSTANCE, "The SOP instance UID is malformed");
    }
    String study = file.dataSet().text(Tag.STUDY_INSTANCE_UID).orElse("");
    if (!Uids.isWellFormed(study)
        || !Uids.isWellFormed(file.dataSet().text(Tag.SERIES_INSTANCE_UID).orElse(""))) {
      return Receipt.refused(
          Status.DATA_SET_DOES_NOT_MATCH, "Study or series instance UID are missing or malformed");
    }
    return header.study().isEmpty() || header.study().equals(study)
        ? null
        : Receipt.refused(Status.DATA_SET_DOES_NOT_MATCH, "The instance is of another study");
  }

  /** Compressed fragments are kept as they are. */
  private static TransferSyntax kept(TransferSyntax received) {
    return received.encapsulated() ? received : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  }

  private void store(
      DataSet dataSet, String seriesName, String instanceName, byte[] content, Session session)
      throws IOException {
    String key = SeriesKeys.instance(SeriesKeys.folder(seriesName), instanceName);
    series.begin(seriesName, session);
    Kept kept = keep(key, content);
    if (kept.put().isPresent()) {
      counters.instance("stored", content.length);
    } else if (isStored(key, content)) {
      counters.instance("duplicate", content.length);
    } else {
      quarantine(QuarantineReason.CONFLICTING_INSTANCE, seriesName, instanceName, content);
      journal.forget(kept.entry());
      return;
    }
    series.stored(seriesName, instanceName, expected(dataSet));
    announcer.announce(kept.entry(), kept.put());
  }

  /**
   * An object in the journal, and in the store.
   *
   * @param put empty when the store had an object of its key
   */
  private record Kept(InstanceJournal.Entry entry, Optional<ObjectInfo> put) {}

  /**
   * Writes an object into the journal and at the same time puts it unless there is one of its key;
   * returns when both is done. What the store may have or not is put and announced later, whatever
   * the sender is told now.
   */
  private Kept keep(String key, byte[] content) throws IOException {
    Future<InstanceJournal.Entry> journaled =
        journalWriters.submit(() -> journal.add(key, content));
    Optional<ObjectInfo> put;
    try {
      put = store.putNew(key, content, CONTENT_TYPE);
    } catch (ObjectStoreException e) {
      announcer.announce(result(journaled), Optional.empty());
      throw e;
    }
    return new Kept(result(journaled), put);
  }

  private static InstanceJournal.Entry result(Future<InstanceJournal.Entry> journaled)
      throws IOException {
    try {
      return journaled.get();
    } catch (ExecutionException e) {
      throw new IOException("The journal could not be written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The intake is closing");
    }
  }

  private void quarantine(
      QuarantineReason reason, String seriesName, String instanceName, byte[] content)
      throws IOException {
    String key = reason.key(seriesName, instanceName, digest(content));
    Kept kept = keep(key, content);
    if (kept.put().isEmpty()) {
      LOG.info("An instance is in quarantine already: {}", key);
    }
    counters.instance(reason.word().replace('-', '_'), content.length);
    LOG.warn("An instance is in quarantine, {}: {}", reason.word(), key);
    announcer.announce(kept.entry(), kept.put());
  }

  private boolean isStored(String key, byte[] content) {
    try {
      byte[] stored = store.get(key, INFLATION * rules.largestInstance());
      return Arrays.equals(stored, content) || SameImage.inBoth(stored, content, limits());
    } catch (ObjectTooLargeException e) {
      // Larger than anything that is taken.
      return false;
    }
  }

  /** 0 when the instance does not say. */
  private static int expected(DataSet dataSet) {
    try {
      return dataSet.integer(NUMBER_OF_SERIES_INSTANCES).orElse(0);
    } catch (DicomException e) {
      // What is no number says nothing; the quiet time completes the series.
      return 0;
    }
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** How many objects are stored and not yet announced. */
  public int backlog() {
    return announcer.backlog();
  }

  /** How many series are not yet said to be complete. */
  public int openSeries() {
    return series.size();
  }

  @Override
  public void close() {
    series.close();
    announcer.close();
    journalWriters.shutdown();
    try {
      journal.close();
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The intake's directory could not be given back", e);
    }
  }
}
