package dev.hybridmim.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The jobs of this platform on a Flink session cluster, through its REST interface. A job outlives
 * the process that submitted it, so it is cancelled here; its committed Kafka offsets let the next
 * one go on.
 */
final class FlinkCluster {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Set<String> ENDED = Set.of("CANCELED", "FAILED", "FINISHED");
  private static final int ACCEPTED = 300;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String address;
  private final Set<String> jobs;

  /**
   * @param address of the cluster's REST interface, {@code host:port}
   * @param jobs names of this home's jobs; another home's on the same cluster are left alone
   */
  FlinkCluster(String address, Set<String> jobs) {
    this.address = address;
    this.jobs = Set.copyOf(jobs);
  }

  /**
   * Cancels every job of this home, those of an earlier run included.
   *
   * @throws RunException when the cluster does not answer
   */
  void cancelJobs() throws InterruptedException {
    for (String id : runningJobs()) {
      send("PATCH", "/jobs/" + id + "?mode=cancel");
    }
  }

  private List<String> runningJobs() throws InterruptedException {
    List<String> running = new ArrayList<>();
    for (JsonNode job : send("GET", "/jobs/overview").path("jobs")) {
      if (jobs.contains(job.path("name").asText()) && !ENDED.contains(job.path("state").asText())) {
        running.add(job.path("jid").asText());
      }
    }
    return running;
  }

  private JsonNode send(String method, String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() >= ACCEPTED) {
        throw new RunException(
            "The Flink cluster at "
                + address
                + " refused "
                + method
                + " "
                + path
                + ": status "
                + answer.statusCode()
                + ".");
      }
      return Json.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new RunException(
          "The Flink cluster at "
              + address
              + " does not answer: is that the address of its REST interface?",
          e);
    }
  }
}
