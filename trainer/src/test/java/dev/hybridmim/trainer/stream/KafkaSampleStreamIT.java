package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.trainer.testing.AnsweringPipeline;
import dev.hybridmim.trainer.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The stream of samples on a real broker; every test has a run of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaSampleStreamIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  @TempDir static Path directory;

  private final Profile profile = TestProfiles.tiny();
  private EmbeddedKafka kafka;
  private KafkaAddress address;

  @BeforeAll
  void startKafka() throws Exception {
    kafka = EmbeddedKafka.start(Files.createDirectory(directory.resolve("kafka")));
    address = kafka.address();
    try (KafkaSampleStream early = open("early", StreamPosition.BEGINNING)) {
      // Excluded volumes alone are nothing to cut samples from.
      publish(
          VolumeEvent.newBuilder()
              .setExcluded(VolumeExclusion.newBuilder().setId("held-back"))
              .build(),
          "held-back!");
      AnsweringPipeline.announceVolumes(address, "held-back");
      assertThat(early.nextBatch(2, Duration.ofSeconds(1))).isEmpty();
      assertThat(tickets("early")).isEmpty();
      AnsweringPipeline.announceVolumes(address, "volume-1");
      assertThat(early.nextBatch(2, Duration.ofMillis(100))).isEmpty();
      assertThat(tickets("early")).extracting(DemandTicket::getTicket).containsExactly(0L, 1L);
      assertThat(tickets("early")).extracting(DemandTicket::getCataloguePosition).containsOnly(3L);
    }
  }

  @AfterAll
  void stopKafka() {
    kafka.close();
  }

  @Test
  void samplesComeInOrderWhateverTheArrivalAndAskingStaysWithinTheWindow() throws Exception {
    try (AnsweringPipeline pipeline =
            AnsweringPipeline.start(address, AnsweringPipeline.shuffledWithDuplicates(7, 1));
        KafkaSampleStream stream = open("ordered", StreamPosition.BEGINNING)) {
      List<SampleId> ids = new ArrayList<>();
      for (int batch = 0; batch < 12; batch++) {
        SampleBatch next = next(stream);
        next.samples().forEach(origin -> ids.add(origin.id()));
        assertBytes("ordered", next);
        assertThat(stream.counts().kept()).isLessThanOrEqualTo(12);
        assertThat(
                tickets("ordered").stream().mapToLong(DemandTicket::getTicket).max().orElseThrow())
            .isLessThanOrEqualTo(next.after().next().ticket() + 1);
      }
      assertThat(ids).isEqualTo(canonical(24));
      assertThat(stream.counts().duplicates()).isPositive();
    }
  }

  @Test
  void aDamagedSampleIsRefusedAndAskedForAgain() throws Exception {
    Set<Long> seen = new HashSet<>();
    try (AnsweringPipeline pipeline =
            AnsweringPipeline.start(
                address,
                ticket -> {
                  List<Sample> answers = new ArrayList<>(Answers.to(ticket, 1));
                  if (ticket.getRunId().equals("damaged") && seen.add(ticket.getTicket())) {
                    answers.set(3, Answers.damaged(answers.get(3)));
                    answers.set(5, undecodable(answers.get(5)));
                  }
                  return answers;
                });
        KafkaSampleStream stream = open("damaged", StreamPosition.BEGINNING)) {
      for (int batch = 0; batch < 6; batch++) {
        assertBytes("damaged", next(stream));
      }
      assertThat(stream.counts().damaged()).isGreaterThanOrEqualTo(4);
      assertThat(stream.counts().ticketsRepeated()).isPositive();
    }
    assertThat(rejects("damaged"))
        .containsEntry("damaged/0/3", "damaged")
        .containsEntry("damaged/0/5", "undecodable")
        .containsEntry("damaged/1/3", "damaged");
    assertThat(tickets("damaged").stream().filter(ticket -> ticket.getTicket() == 0).distinct())
        .hasSize(1);
  }

  @Test
  void aSampleThatIsAlwaysWrongEndsTheStreamWithASentence() throws Exception {
    try (AnsweringPipeline pipeline =
            AnsweringPipeline.start(
                address,
                ticket ->
                    ticket.getRunId().equals("hopeless")
                        ? List.of(Answers.damaged(Answers.sample(ticket, 0, 1)))
                        : List.of());
        KafkaSampleStream stream = open("hopeless", StreamPosition.BEGINNING)) {
      assertThatThrownBy(() -> stream.nextBatch(2, PATIENCE))
          .isInstanceOf(SampleStreamException.class)
          .hasMessageContaining("Sample 0/0 of run hopeless arrived unusable 5 times");
    }
  }

  @Test
  void aTicketWithoutAnAnswerIsAskedAgainWithTheSameBytes() throws Exception {
    Set<Long> seen = new HashSet<>();
    try (AnsweringPipeline pipeline =
            AnsweringPipeline.start(
                address,
                ticket ->
                    ticket.getRunId().equals("silent") && seen.add(ticket.getTicket())
                        ? List.of()
                        : Answers.to(ticket, 1));
        KafkaSampleStream stream = open("silent", StreamPosition.BEGINNING)) {
      assertBytes("silent", next(stream));
      assertThat(stream.counts().ticketsRepeated()).isPositive();
    }
    List<DemandTicket> asked =
        tickets("silent").stream().filter(ticket -> ticket.getTicket() == 0).toList();
    assertThat(asked).hasSizeGreaterThanOrEqualTo(2);
    assertThat(asked.stream().distinct()).hasSize(1);
  }

  @Test
  void theNewcomerShutsOutTheOneBeforeAndKeepsItsTickets() throws Exception {
    try (AnsweringPipeline pipeline =
            AnsweringPipeline.start(address, ticket -> Answers.to(ticket, 1));
        KafkaSampleStream first = open("contested", StreamPosition.BEGINNING)) {
      next(first);
      // The catalogue grows, so a ticket that was made anew would be another one.
      AnsweringPipeline.announceVolumes(address, "volume-contested");
      try (KafkaSampleStream second = open("contested", StreamPosition.BEGINNING)) {
        for (int batch = 0; batch < 5; batch++) {
          assertBytes("contested", next(second));
        }
        assertThatThrownBy(
                () -> {
                  for (int batch = 0; batch < 20; batch++) {
                    first.nextBatch(2, Duration.ofSeconds(1));
                  }
                })
            .isInstanceOf(SampleStreamException.class)
            .hasMessageContaining("Another trainer has taken over run contested");
      }
    }
    Map<Long, Set<DemandTicket>> versions =
        tickets("contested").stream()
            .collect(Collectors.groupingBy(DemandTicket::getTicket, Collectors.toSet()));
    assertThat(versions.values()).allSatisfy(same -> assertThat(same).hasSize(1));
  }

  @Test
  void goesOnFromAnyPositionAlsoWhenTheSamplesAreGone() throws Exception {
    List<SampleBatch> batches = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    try (AnsweringPipeline pipeline =
        AnsweringPipeline.start(address, AnsweringPipeline.shuffledWithDuplicates(8, 1))) {
      try (KafkaSampleStream stream =
          open("resumed", KafkaSampleStream.positionOfNewRun(address))) {
        for (int batch = 0; batch < 9; batch++) {
          SampleBatch next = next(stream);
          batches.add(next);
          bytes.add(bytes(next));
        }
      }
      AnsweringPipeline.announceVolumes(address, "volume-resumed");
      for (int from : new int[] {0, 3, 7}) {
        assertSame(batches, bytes, from);
      }
      trimSamples();
      assertSame(batches, bytes, 2);
    }
  }

  private void assertSame(List<SampleBatch> batches, List<byte[]> bytes, int from)
      throws Exception {
    try (KafkaSampleStream stream = open("resumed", batches.get(from).after())) {
      for (int batch = from + 1; batch < batches.size(); batch++) {
        SampleBatch next = next(stream);
        assertThat(next.samples()).isEqualTo(batches.get(batch).samples());
        assertThat(bytes(next)).isEqualTo(bytes.get(batch));
        assertThat(next.after().next()).isEqualTo(batches.get(batch).after().next());
      }
    }
  }

  private void trimSamples() throws Exception {
    try (Admin admin = Admin.create(address.adminProperties())) {
      Map<TopicPartition, RecordsToDelete> all =
          KafkaSampleStream.positionOfNewRun(address).sampleOffsets().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry -> new TopicPartition(Topic.SAMPLES.topicName(), entry.getKey()),
                      entry -> RecordsToDelete.beforeOffset(entry.getValue())));
      admin.deleteRecords(all).all().get();
    }
  }

  private KafkaSampleStream open(String runId, StreamPosition from) throws InterruptedException {
    return KafkaSampleStream.open(address, new StreamSettings(runId, profile, ASK_AGAIN), from);
  }

  private static SampleBatch next(KafkaSampleStream stream) throws InterruptedException {
    Optional<SampleBatch> batch = stream.nextBatch(2, PATIENCE);
    assertThat(batch).as("a batch within " + PATIENCE).isPresent();
    return batch.get();
  }

  private static byte[] bytes(SampleBatch batch) {
    byte[] voxels = new byte[batch.voxels().remaining()];
    batch.voxels().duplicate().get(voxels);
    return voxels;
  }

  /** The batch holds what the tickets' answers hold. */
  private void assertBytes(String runId, SampleBatch batch) throws Exception {
    Map<Long, DemandTicket> asked =
        tickets(runId).stream()
            .collect(Collectors.toMap(DemandTicket::getTicket, ticket -> ticket, (a, b) -> a));
    ByteBuffer expected = ByteBuffer.allocate(batch.voxels().remaining());
    try (VoxelDecoder decoder = new VoxelDecoder(expected.capacity() / batch.size())) {
      decoder.begin(batch.size());
      for (SampleBatch.Origin origin : batch.samples()) {
        Sample sample = Answers.sample(asked.get(origin.id().ticket()), origin.id().ordinal(), 1);
        assertThat(decoder.append(sample)).isTrue();
        assertThat(origin.volumeId()).isEqualTo(sample.getVolumeId());
      }
      assertThat(batch.voxels()).isEqualTo(decoder.end());
    }
  }

  private static List<SampleId> canonical(int count) {
    List<SampleId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(new SampleId(i / 6, i % 6));
    }
    return ids;
  }

  private static Sample undecodable(Sample sample) {
    byte[] frame = sample.getVoxels().toByteArray();
    return Answers.sealed(
        sample.toBuilder().setVoxels(ByteString.copyFrom(frame, 0, frame.length - 4)));
  }

  private List<DemandTicket> tickets(String runId) throws InterruptedException {
    List<DemandTicket> tickets = new ArrayList<>();
    TopicReader.readToEnd(
        address,
        Topic.DEMAND,
        0,
        record -> {
          try {
            DemandTicket ticket = DemandTicket.parseFrom(record.value());
            if (ticket.getRunId().equals(runId)) {
              tickets.add(ticket);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return tickets;
  }

  private Map<String, String> rejects(String runId) throws InterruptedException {
    Map<String, String> reasons = new HashMap<>();
    TopicReader.readToEnd(
        address,
        Topic.REJECTS,
        0,
        record -> {
          try {
            Reject reject = Reject.parseFrom(record.value());
            assertThat(reject.getStage()).isEqualTo("trainer");
            if (reject.getReference().startsWith(runId + "/")) {
              reasons.put(reject.getReference(), reject.getReason());
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return reasons;
  }

  private void publish(VolumeEvent event, String key) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            address.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(Records.of(Topic.VOLUMES, "ingest", key, event)).get();
    }
  }
}
