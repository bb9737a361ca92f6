package dev.hybridmim.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever order samples arrive in, however often, and wherever the run is stopped: what is handed
 * out is every sample once, in order.
 */
class ReorderingPropertyTest {
  private static final int PARTITIONS = 3;

  /** A topic with all answers of a run, shuffled as badly as the property likes. */
  private static final class Log {
    private final List<List<Sample>> partitions = new ArrayList<>();
    private final List<DemandTicket> tickets = new ArrayList<>();
    private final List<SampleId> canonical = new ArrayList<>();

    Log(int tickets, int samplesPerTicket, double duplicates, double disorder, Random random) {
      List<Sample> answers = new ArrayList<>();
      for (int number = 0; number < tickets; number++) {
        this.tickets.add(
            DemandTicket.newBuilder().setTicket(number).setSamples(samplesPerTicket).build());
        for (int ordinal = 0; ordinal < samplesPerTicket; ordinal++) {
          canonical.add(new SampleId(number, ordinal));
          do {
            answers.add(Sample.newBuilder().setTicket(number).setOrdinal(ordinal).build());
          } while (random.nextDouble() < duplicates);
        }
      }
      if (random.nextDouble() < disorder) {
        Collections.shuffle(answers, random);
      } else {
        swapNeighbours(answers, random);
      }
      // What is not asked for, and what belongs to no ticket, must not disturb.
      answers.add(
          random.nextInt(answers.size()),
          Sample.newBuilder().setTicket(0).setOrdinal(samplesPerTicket).build());
      answers.add(random.nextInt(answers.size()), Sample.newBuilder().setTicket(tickets).build());
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(new ArrayList<>());
      }
      answers.forEach(sample -> partitions.get(random.nextInt(PARTITIONS)).add(sample));
    }

    private static void swapNeighbours(List<Sample> answers, Random random) {
      for (int i = 0; i < answers.size(); i++) {
        Collections.swap(answers, i, Math.min(answers.size() - 1, i + random.nextInt(6)));
      }
    }
  }

  /**
   * One life of a run: reads the log from a position, partition by partition in bursts of any
   * length.
   */
  private static final class Life {
    private final Log log;
    private final Random random;
    private final Ledger ledger;
    private final Reordering reordering;
    private final Map<Integer, Long> read = new HashMap<>();
    private int most;

    Life(Log log, StreamPosition from, int window, int batch, Random random) {
      this.log = log;
      this.random = random;
      ledger = new Ledger(from.next(), window, batch);
      for (DemandTicket ticket : log.tickets) {
        if (ticket.getTicket() >= from.next().ticket()) {
          ledger.issue(ticket, ticket.getTicket());
        }
      }
      reordering = new Reordering(ledger);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        read.put(partition, from.sampleOffsets().getOrDefault(partition, 0L));
      }
    }

    List<SampleId> next(int count) {
      List<Sample> samples = reordering.peek(count);
      while (samples.isEmpty()) {
        readBurst();
        samples = reordering.peek(count);
      }
      reordering.pass(count);
      read.putAll(reordering.takeRereads());
      return samples.stream().map(Reordering::idOf).toList();
    }

    private void readBurst() {
      assertThat(read.entrySet())
          .as("something is left to be read")
          .anyMatch(e -> e.getValue() < log.partitions.get(e.getKey()).size());
      int partition = random.nextInt(PARTITIONS);
      for (int i = random.nextInt(12);
          i > 0 && read.get(partition) < log.partitions.get(partition).size();
          i--) {
        long offset = read.get(partition);
        reordering.add(log.partitions.get(partition).get((int) offset), partition, offset);
        read.put(partition, offset + 1);
        most = Math.max(most, reordering.size());
      }
    }

    StreamPosition position() {
      return new StreamPosition(
          ledger.next(), reordering.positions(read), ledger.demandOffset(log.tickets.size()));
    }
  }

  @Property(tries = 400)
  void everySampleOnceAndInOrder(
      @ForAll @IntRange(min = 1, max = 8) int tickets,
      @ForAll @IntRange(min = 1, max = 4) int batchesPerTicket,
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 3) int window,
      @ForAll long seed) {
    Random random = new Random(seed);
    Log log = new Log(tickets, batchesPerTicket * batch, random.nextDouble() * 0.6, 0.5, random);
    Life life = new Life(log, StreamPosition.BEGINNING, window, batch, random);

    List<SampleId> handedOut = new ArrayList<>();
    for (int step = 0; step < tickets * batchesPerTicket; step++) {
      handedOut.addAll(life.next(batch));
    }

    assertThat(handedOut).isEqualTo(log.canonical);
    assertThat(life.most).as("kept at once").isLessThanOrEqualTo(window * batchesPerTicket * batch);
  }

  @Property(tries = 400)
  void stoppingAnywhereChangesNothing(
      @ForAll @IntRange(min = 1, max = 6) int tickets,
      @ForAll @IntRange(min = 1, max = 4) int batchesPerTicket,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int window,
      @ForAll long seed) {
    Random random = new Random(seed);
    Log log = new Log(tickets, batchesPerTicket * batch, random.nextDouble() * 0.6, 0.3, random);
    Life life = new Life(log, StreamPosition.BEGINNING, window, batch, random);
    StreamPosition snapshot = life.position();
    int trainedAtSnapshot = 0;
    List<SampleId> trained = new ArrayList<>();

    while (trained.size() < log.canonical.size()) {
      trained.addAll(life.next(batch));
      if (random.nextInt(3) == 0) {
        snapshot = life.position();
        trainedAtSnapshot = trained.size();
      }
      if (random.nextInt(6) == 0) {
        // Killed: what was trained since the snapshot is lost with the weights.
        trained = new ArrayList<>(trained.subList(0, trainedAtSnapshot));
        life = new Life(log, snapshot, window, batch, random);
      }
    }

    assertThat(trained).isEqualTo(log.canonical);
  }
}
