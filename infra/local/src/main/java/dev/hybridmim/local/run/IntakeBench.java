package dev.hybridmim.local.run;

import dev.hybridmim.ingest.intake.bench.IntakeReport;
import dev.hybridmim.ingest.intake.bench.IntakeReport.Row;
import dev.hybridmim.ingest.intake.bench.SendBenchmark;
import dev.hybridmim.ingest.intake.bench.StorescpProcess;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.RunRequest.Elsewhere;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures an intake with store and broker in a home that is deleted afterwards. */
public final class IntakeBench {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String TITLE = "HYBRIDMIM";

  private IntakeBench() {}

  /**
   * Measures each number of senders.
   *
   * @param measured gets each row as soon as there is one
   * @throws RunException when something does not start or refuses
   */
  public static IntakeReport run(List<Integer> senders, int instances, Consumer<Row> measured) {
    try {
      Path directory = Files.createTempDirectory("hybridmim-bench-intake");
      try {
        return report(directory, senders, instances, measured);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new RunException("The measurement failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new RunException("The measurement was interrupted.", e);
    }
  }

  private static IntakeReport report(
      Path directory, List<Integer> senders, int instances, Consumer<Row> measured)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    SendBenchmark benchmark = new SendBenchmark(instances);
    HomeLayout layout = new HomeLayout(directory.resolve("home"));
    try (Home home = Home.open(layout);
        Supervisor supervisor = new Supervisor(layout)) {
      new Services(home, Modules.installed(), Elsewhere.nothing(), Map.of()).start(supervisor);
      IntakeRequest request =
          new IntakeRequest(
              Optional.empty(),
              Map.of("dicomPort", "0", "httpPort", "-1", "diskWatermarkMebibytes", "256"));
      ManagedProcess intake =
          supervisor.start(Parts.intake(layout, Modules.installed(), supervisor, request));
      InetSocketAddress address = dicom(intake.awaitReady(READY));
      rows.addAll(rows(benchmark, "hybridmim intake", address, TITLE, senders, measured));
    }
    if (StorescpProcess.isInstalled()) {
      rows.addAll(
          storescp(benchmark, directory.resolve("storescp-synced"), true, senders, measured));
    }
    for (int count : senders) {
      Row row = benchmark.measureDisk(directory.resolve("disk"), count);
      measured.accept(row);
      rows.add(row);
    }
    if (StorescpProcess.isInstalled()) {
      rows.addAll(storescp(benchmark, directory.resolve("storescp"), false, senders, measured));
      notes.add(
          "storescp forks a process for each association; with sync it runs `sync` on each file,"
              + " after its answer. TCP_NODELAY and TCP_BUFFER_LENGTH are set, without which one"
              + " sender gets 22 a second.");
    } else {
      notes.add("dcmtk's storescp is not installed, so there is nothing to compare with.");
    }
    return new IntakeReport(benchmark.instanceBytes(), rows, notes);
  }

  private static List<Row> storescp(
      SendBenchmark benchmark,
      Path received,
      boolean synced,
      List<Integer> senders,
      Consumer<Row> measured)
      throws IOException, InterruptedException {
    Files.createDirectories(received);
    try (StorescpProcess storescp = StorescpProcess.start(received, synced)) {
      return rows(
          benchmark, storescp.name(), storescp.address(), StorescpProcess.TITLE, senders, measured);
    }
  }

  private static List<Row> rows(
      SendBenchmark benchmark,
      String receiver,
      InetSocketAddress address,
      String title,
      List<Integer> senders,
      Consumer<Row> measured)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    benchmark.warmUp(address, title);
    for (int count : senders) {
      Row row = benchmark.measure(receiver, address, title, count);
      measured.accept(row);
      rows.add(row);
    }
    return rows;
  }

  private static InetSocketAddress dicom(String ready) {
    String address =
        ready
            .lines()
            .filter(line -> line.startsWith("dicom "))
            .map(line -> line.substring("dicom ".length()))
            .findFirst()
            .orElseThrow(() -> new RunException("The intake does not listen for DICOM."));
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
