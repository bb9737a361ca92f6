package dev.hybridmim.local.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Flink session cluster of separate JVMs made from ordinary jars: one job manager and any number
 * of task managers, each killed without warning when a test asks for it.
 *
 * <p>The task managers get Flink's own jars only; everything else a job needs must be in its job
 * jar, as on any cluster.
 */
final class FlinkCluster implements AutoCloseable {
  /** What a Flink distribution's lib directory holds, by the beginning of the jars' names. */
  private static final Pattern FLINK_JARS =
      Pattern.compile(
          "^(flink-|frocksdbjni|chill-java|commons-(cli|collections|compress|io|lang3|math3|text|codec)-|kryo-|minlog|objenesis"
              + "|javassist|lz4-java|snappy-java|snakeyaml-engine|jsr305|async-profiler|slf4j-api|logback-).*\\.jar$");

  private static final Pattern COMPLETED = Pattern.compile("\"completed\":(\\d+)");
  private static final Pattern JOB =
      Pattern.compile(
          "\"jid\":\"([0-9a-f]{32})\",\"name\":\"([^\"]*)\"[^}]*?\"state\":\"([A-Z]+)\"");

  private final Path directory;
  private final String classPath;
  private final List<String> opens;
  private final int restPort;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private FlinkCluster(Path directory, List<String> opens, int restPort) {
    this.directory = directory;
    this.opens = opens;
    this.restPort = restPort;
    this.classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> FLINK_JARS.matcher(Path.of(entry).getFileName().toString()).matches())
            .collect(Collectors.joining(File.pathSeparator));
  }

  static FlinkCluster start(Path directory, List<String> opens, int taskManagers) throws Exception {
    int restPort = freePort();
    FlinkCluster cluster = new FlinkCluster(directory, opens, restPort);
    try {
      cluster.writeConfiguration(freePort(), freePort());
      cluster.startJvm(
          "jobmanager",
          "-Xmx512m",
          "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
      for (int number = 1; number <= taskManagers; number++) {
        cluster.startTaskManager("taskmanager-" + number);
      }
      cluster.await(
          Duration.ofSeconds(120),
          () -> cluster.get("/overview").contains("\"taskmanagers\":" + taskManagers));
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** {@code host:port} of the job manager's REST interface. */
  String master() {
    return "127.0.0.1:" + restPort;
  }

  void startTaskManager(String name) throws IOException {
    startJvm(
        name,
        "-Xmx900m",
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        "-D",
        "taskmanager.resource-id=" + name);
  }

  /** Kills a JVM as a power cut would. */
  void kill(String name) throws InterruptedException {
    processes.remove(name).destroyForcibly().waitFor();
  }

  /** Checkpoints that each running job has completed, by the job's name. */
  Map<String, Integer> completedCheckpoints() {
    Map<String, Integer> completed = new LinkedHashMap<>();
    Matcher jobs = JOB.matcher(get("/jobs/overview"));
    while (jobs.find()) {
      Matcher count = COMPLETED.matcher(get("/jobs/" + jobs.group(1) + "/checkpoints"));
      completed.put(jobs.group(2), count.find() ? Integer.parseInt(count.group(1)) : 0);
    }
    return completed;
  }

  /** Names of the jobs that run. */
  Set<String> running() {
    Set<String> names = new TreeSet<>();
    Matcher jobs = JOB.matcher(get("/jobs/overview"));
    while (jobs.find()) {
      if (jobs.group(3).equals("RUNNING")) {
        names.add(jobs.group(2));
      }
    }
    return names;
  }

  String get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + master() + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      // Not up yet: an answer that satisfies no condition.
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The last lines of a JVM's log, for a failure's message. */
  String logTail(String name) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(name + ".log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes.values()) {
      process.destroyForcibly();
    }
    for (Process process : processes.values()) {
      process.waitFor();
    }
  }

  private void writeConfiguration(int rpcPort, int blobPort) throws IOException {
    Path work = Files.createDirectories(directory.resolve("work"));
    String configuration =
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        rest.bind-port: "%d"
        blob.server.port: "%d"
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.numberOfTaskSlots: 4
        taskmanager.cpu.cores: 2.0
        taskmanager.memory.task.heap.size: 700m
        taskmanager.memory.task.off-heap.size: 64m
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 64m
        taskmanager.memory.managed.size: 32m
        taskmanager.memory.network.min: 64m
        taskmanager.memory.network.max: 64m
        taskmanager.memory.jvm-metaspace.size: 256m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        cluster.evenly-spread-out-slots: true
        heartbeat.interval: 1000
        heartbeat.timeout: 6000
        restart-strategy.type: fixed-delay
        restart-strategy.fixed-delay.attempts: 100
        restart-strategy.fixed-delay.delay: 1 s
        state.backend.type: hashmap
        state.checkpoints.dir: %s
        io.tmp.dirs: %s
        """
            .formatted(
                rpcPort,
                restPort,
                restPort,
                blobPort,
                work.resolve("checkpoints").toUri(),
                work.resolve("tmp"));
    Files.writeString(directory.resolve("flink-conf.yaml"), configuration.replace("\"", ""));
  }

  private void startJvm(String name, String heap, String mainClass, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(heap);
    command.add("-XX:+UseSerialGC");
    command.addAll(opens);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.add("--configDir");
    command.add(directory.toString());
    command.addAll(List.of(arguments));
    processes.put(
        name,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start());
  }

  private void await(Duration deadline, java.util.function.BooleanSupplier condition) {
    org.awaitility.Awaitility.await().atMost(deadline).until(condition::getAsBoolean);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
