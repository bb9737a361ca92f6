package dev.hybridmim.trainer.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples of a run by way of Kafka: asks for them and puts the answers into the order of
 * training.
 *
 * <p>In: topics {@code samples} and {@code volumes}. Out: tickets on {@code demand}, refused
 * samples on {@code rejects}, batches.
 *
 * <p>Guarantees: the package's description. All partitions are read and nothing is committed:
 * positions belong to the run's snapshots. Everything happens on the thread that calls; between
 * calls nothing is kept alive.
 *
 * <pre>{@code
 * try (SampleStream stream = KafkaSampleStream.open(kafka, settings, position)) {
 *   Optional<SampleBatch> batch = stream.nextBatch(8, Duration.ofSeconds(1));
 * }
 * }</pre>
 */
public final class KafkaSampleStream implements SampleStream {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSampleStream.class);

  /** So many bad copies of one sample, and the stream fails. */
  static final int MOST_DAMAGED_COPIES = 5;

  /** How much of a partition the client fetches ahead; one larger sample still comes through. */
  static final int FETCH_MEBIBYTES = 4;

  private static final int RECORDS_PER_POLL = 16;

  /** How far behind a position the ticket before it is looked for at first, in records. */
  private static final int DEMAND_LOOK_BACK = 100;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String runId;
  private final byte[] keyPrefix;
  private final int batchSize;
  private final int maskBytes;
  private final int channels;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final DemandLog demand;
  private final Catalogue catalogue;
  private final RejectLog rejects;
  private final TicketFactory tickets;
  private final SampleCheck check;
  private final VoxelDecoder decoder;
  private final Ledger ledger;
  private final Reordering reordering;
  private final AskSchedule schedule;
  private final Map<SampleId, Integer> damagedCopies = new HashMap<>();
  private final FreshWindow freshWindow;
  private DemandTicket lastTicket;
  private long demandEnd;
  private boolean answersMayBeGone;
  private boolean saidThatNoVolumesAreThere;
  private long handedOut;
  private long duplicates;
  private long damaged;
  private long unasked;
  private long ticketsIssued;
  private long ticketsRepeated;

  private KafkaSampleStream(KafkaAddress kafka, StreamSettings settings, StreamPosition from) {
    runId = settings.runId();
    keyPrefix = (runId + "/").getBytes(StandardCharsets.UTF_8);
    batchSize = settings.profile().trainer().batchSize();
    maskBytes = settings.grid().maskBytes();
    channels = settings.profile().network().inputChannels();
    tickets = new TicketFactory(runId, settings.profile());
    freshWindow =
        new FreshWindow(
            settings.profile().trainer().seed(), settings.profile().augment().freshVisits());
    check = new SampleCheck(settings);
    ledger = new Ledger(from.next(), settings.profile().trainer().ticketsInFlight(), batchSize);
    reordering = new Reordering(ledger);
    schedule = new AskSchedule(settings.askAgainAfter());
    // Shuts out any other trainer of this run before anything is read.
    demand = new DemandLog(kafka, runId);
    consumer =
        new KafkaConsumer<>(
            consumerProperties(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    catalogue = new Catalogue(kafka);
    rejects = new RejectLog(kafka, Clock.systemUTC());
    decoder = new VoxelDecoder(settings.voxelBytes());
  }

  /**
   * Opens a run's stream at a position and shuts out every other process that has it open.
   *
   * @throws SampleStreamException when Kafka refuses, or tickets are lost that samples were taken
   *     from
   * @throws KafkaException when Kafka does not answer
   * @throws InterruptedException when the thread was interrupted
   */
  public static KafkaSampleStream open(
      KafkaAddress kafka, StreamSettings settings, StreamPosition from)
      throws InterruptedException {
    KafkaSampleStream stream = new KafkaSampleStream(kafka, settings, from);
    try {
      boolean whole = stream.seek(from);
      stream.adoptTickets(from, whole);
      return stream;
    } catch (RuntimeException | InterruptedException e) {
      stream.close();
      throw e;
    }
  }

  /** The position of a run that begins now: whatever is in the topics already is not its. */
  public static StreamPosition positionOfNewRun(KafkaAddress kafka) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            consumerProperties(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      SortedMap<Integer, Long> offsets = new TreeMap<>();
      consumer
          .endOffsets(partitions(consumer), PATIENCE)
          .forEach((partition, end) -> offsets.put(partition.partition(), end));
      TopicPartition demand = new TopicPartition(Topic.DEMAND.topicName(), 0);
      return new StreamPosition(
          SampleId.FIRST, offsets, consumer.endOffsets(List.of(demand), PATIENCE).get(demand));
    }
  }

  @Override
  public Optional<SampleBatch> nextBatch(int size, Duration deadline) throws InterruptedException {
    if (size < 1 || size > batchSize) {
      throw new IllegalArgumentException(
          "A batch has 1 to " + batchSize + " samples here, not " + size);
    }
    long end = System.nanoTime() + deadline.toNanos();
    try {
      while (true) {
        ask();
        Optional<SampleBatch> batch = cut(size);
        long left = end - System.nanoTime();
        if (batch.isPresent() || left <= 0) {
          return batch;
        }
        poll(left < POLL.toNanos() ? Duration.ofNanos(left) : POLL);
      }
    } catch (InterruptException e) {
      // Kafka's client sets the interrupt flag and throws an unchecked exception of its own.
      Thread.interrupted();
      throw (InterruptedException)
          new InterruptedException("Interrupted while waiting for samples").initCause(e);
    } catch (KafkaException e) {
      throw new SampleStreamException(
          "Kafka could not be used: "
              + e.getMessage()
              + " Start the trainer again when Kafka is back.",
          e);
    }
  }

  @Override
  public StreamCounts counts() {
    return new StreamCounts(
        handedOut, reordering.size(), duplicates, damaged, unasked, ticketsIssued, ticketsRepeated);
  }

  @Override
  public void close() {
    consumer.close();
    catalogue.close();
    demand.close();
    rejects.close();
    decoder.close();
  }

  // --- opening

  /** Returns false when records behind the position may be gone. */
  private boolean seek(StreamPosition from) {
    List<TopicPartition> all = partitions(consumer);
    consumer.assign(all);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, PATIENCE);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
    boolean whole = true;
    for (TopicPartition partition : all) {
      long begin = begins.get(partition);
      long wanted = from.sampleOffsets().getOrDefault(partition.partition(), begin);
      boolean there = wanted >= begin && wanted <= ends.get(partition);
      consumer.seek(partition, there ? wanted : begin);
      if (!there) {
        LOG.warn(
            "Offset {} of {} does not exist any more; missing samples are asked for again.",
            wanted,
            partition);
        whole = false;
      }
    }
    return whole;
  }

  private void adoptTickets(StreamPosition from, boolean whole) throws InterruptedException {
    long next = from.next().ticket();
    // The ticket before is what the next one's fresh volumes follow from.
    DemandLog.Contents log =
        demand.read(next - 1, Math.max(0, from.demandOffset() - DEMAND_LOOK_BACK));
    if (isIncomplete(log, next) || (next > 0 && !log.tickets().containsKey(next - 1))) {
      log = demand.read(next - 1, 0);
    }
    if (isIncomplete(log, next)) {
      throw new SampleStreamException(
          "Topic demand has lost ticket "
              + next
              + " of run "
              + runId
              + " but holds later ones, so the run cannot go on exactly. Start a new run with"
              + " --init.");
    }
    demandEnd = log.endOffset();
    answersMayBeGone = !whole;
    lastTicket = log.tickets().isEmpty() ? null : log.tickets().lastEntry().getValue().ticket();
    NavigableMap<Long, Ledger.Issued> issued = log.tickets().tailMap(next, true);
    for (Ledger.Issued ticket : issued.values()) {
      issue(ticket.ticket(), ticket.demandOffset());
    }
    if (!issued.isEmpty()) {
      LOG.info(
          "Run {} goes on with sample {}; tickets up to {} were issued before.",
          runId,
          from.next(),
          issued.lastKey());
    }
  }

  private static boolean isIncomplete(DemandLog.Contents log, long next) {
    NavigableMap<Long, Ledger.Issued> issued = log.tickets().tailMap(next, true);
    return !issued.isEmpty() && issued.lastKey() - next + 1 != issued.size();
  }

  private void issue(DemandTicket ticket, long offset) {
    try {
      ledger.issue(ticket, offset);
    } catch (IllegalArgumentException e) {
      throw new SampleStreamException(
          "The tickets of run " + runId + " do not fit its ledger: " + e.getMessage(), e);
    }
  }

  // --- asking

  private void ask() throws InterruptedException {
    while (ledger.wantsTicket()) {
      catalogue.refresh();
      if (!catalogue.hasVolumes()) {
        sayThatNoVolumesAreThere();
        return;
      }
      long number = ledger.nextTicket();
      long position = catalogue.position();
      DemandTicket ticket =
          tickets.ticket(
              number,
              position,
              freshWindow.freshFrom(lastTicket, number, position, catalogue.volumes()));
      publish(ticket, true);
      lastTicket = ticket;
    }
    long now = System.nanoTime();
    for (Ledger.Issued issued : ledger.window()) {
      DemandTicket ticket = issued.ticket();
      if (!answersMayBeGone) {
        schedule.askedBefore(ticket.getTicket(), now);
      }
      if (!reordering.isComplete(ticket) && schedule.isDue(ticket.getTicket(), now)) {
        publish(ticket, false);
        ticketsRepeated++;
        LOG.info("Ticket {} of run {} is asked again.", ticket.getTicket(), runId);
      }
    }
  }

  private void publish(DemandTicket ticket, boolean isNew) throws InterruptedException {
    long offset = demand.publish(ticket);
    demandEnd = offset + 1;
    if (isNew) {
      issue(ticket, offset);
      ticketsIssued++;
    }
    schedule.asked(ticket.getTicket(), System.nanoTime());
  }

  private void sayThatNoVolumesAreThere() {
    if (!saidThatNoVolumesAreThere) {
      LOG.info("There is no prepared volume yet; training begins when one is there.");
      saidThatNoVolumesAreThere = true;
    }
  }

  // --- receiving

  private void poll(Duration patience) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      receive(record);
    }
  }

  private void receive(ConsumerRecord<byte[], byte[]> record) {
    if (isOfAnotherRun(record.key())) {
      return;
    }
    Sample sample;
    try {
      sample = Sample.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      damaged++;
      rejects.report(
          record.topic() + "/" + record.partition() + "/" + record.offset(),
          new SampleCheck.Fault(
              "unreadable", "The record is not a sample, although its key says so."));
      return;
    }
    if (!sample.getRunId().equals(runId)) {
      return;
    }
    if (sample.getTicket() < 0 || sample.getOrdinal() < 0) {
      unasked++;
      return;
    }
    accept(sample, record.partition(), record.offset());
  }

  private void accept(Sample sample, int partition, long offset) {
    SampleId id = Reordering.idOf(sample);
    if (reordering.wants(id)) {
      Optional<SampleCheck.Fault> fault = check.fault(sample);
      if (fault.isPresent()) {
        refuse(id, fault.get());
        return;
      }
    }
    switch (reordering.add(sample, partition, offset)) {
      case KEPT -> schedule.answered(id.ticket(), System.nanoTime());
      case DUPLICATE -> duplicates++;
      case UNASKED -> unasked++;
      case POSTPONED -> {
        // Counted when it is read again.
      }
    }
  }

  private void refuse(SampleId id, SampleCheck.Fault fault) {
    damaged++;
    rejects.report(runId + "/" + id, fault);
    int copies = damagedCopies.merge(id, 1, Integer::sum);
    if (copies >= MOST_DAMAGED_COPIES) {
      throw new SampleStreamException(
          "Sample "
              + id
              + " of run "
              + runId
              + " arrived unusable "
              + copies
              + " times, so asking again does not help: "
              + fault.message());
    }
    schedule.hurry(id.ticket());
  }

  private boolean isOfAnotherRun(byte[] key) {
    if (key == null || key.length < keyPrefix.length) {
      return key != null;
    }
    for (int i = 0; i < keyPrefix.length; i++) {
      if (key[i] != keyPrefix[i]) {
        return true;
      }
    }
    return false;
  }

  // --- handing out

  private Optional<SampleBatch> cut(int size) throws InterruptedException {
    List<Sample> samples = reordering.peek(size);
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    List<SampleBatch.Origin> origins = new ArrayList<>(size);
    byte[] maskCodes = new byte[size * maskBytes];
    decoder.begin(size);
    for (Sample sample : samples) {
      SampleId id = Reordering.idOf(sample);
      if (!decoder.append(sample)) {
        reordering.discard(id);
        refuse(
            id,
            new SampleCheck.Fault(
                "undecodable",
                "The sample's voxels are not a sound Zstandard frame. It was asked for again."));
        return Optional.empty();
      }
      sample.getMaskCodes().copyTo(maskCodes, origins.size() * maskBytes);
      origins.add(new SampleBatch.Origin(id, sample.getVolumeId()));
    }
    pass(size);
    // Now, so that the answer is made while the batch is trained on.
    ask();
    return Optional.of(new SampleBatch(channels, decoder.end(), maskCodes, origins, position()));
  }

  private void pass(int size) {
    reordering.pass(size);
    handedOut += size;
    schedule.forgetBelow(ledger.next().ticket());
    damagedCopies.keySet().removeIf(id -> id.compareTo(ledger.next()) < 0);
    reordering
        .takeRereads()
        .forEach(
            (partition, offset) ->
                consumer.seek(new TopicPartition(Topic.SAMPLES.topicName(), partition), offset));
  }

  private StreamPosition position() {
    Map<Integer, Long> read = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      read.put(partition.partition(), consumer.position(partition, PATIENCE));
    }
    return new StreamPosition(
        ledger.next(), reordering.positions(read), ledger.demandOffset(demandEnd));
  }

  private static Map<String, Object> consumerProperties(KafkaAddress kafka) {
    Map<String, Object> properties = kafka.consumerProperties(null);
    properties.put("max.partition.fetch.bytes", FETCH_MEBIBYTES << 20);
    properties.put("max.poll.records", RECORDS_PER_POLL);
    properties.put("allow.auto.create.topics", false);
    return properties;
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    List<PartitionInfo> infos = consumer.partitionsFor(Topic.SAMPLES.topicName(), PATIENCE);
    if (infos == null || infos.isEmpty()) {
      throw new SampleStreamException(
          "There is no topic " + Topic.SAMPLES.topicName() + " in Kafka.");
    }
    return infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
  }
}
