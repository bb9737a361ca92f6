package dev.hybridmim.trainer.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
  @Test
  void prometheusReadsTheLastStep() throws Exception {
    try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, "run-1", "0.1", "laptop", 40, 320, 3)) {
      assertThat(scrape(endpoint))
          .contains("hybridmim_trainer_step 40.0")
          .contains("hybridmim_trainer_samples_trained 320.0")
          .contains("hybridmim_trainer_skipped_steps 3.0")
          .contains("hybridmim_trainer_steps_total 0.0");

      endpoint.step(Steps.at(41, 0.75));
      endpoint.step(Steps.at(42, Double.NaN));
      endpoint.snapshot(42, Steps.TIME);

      assertThat(scrape(endpoint).lines())
          .contains(
              "# TYPE hybridmim_trainer_step gauge",
              "hybridmim_trainer_step 42.0",
              "# TYPE hybridmim_trainer_steps_total counter",
              "hybridmim_trainer_steps_total 2.0",
              "hybridmim_trainer_skipped_steps 1.0",
              "hybridmim_trainer_loss{term=\"total\"} NaN",
              "hybridmim_trainer_loss{term=\"contrast\"} 5.0",
              "hybridmim_trainer_learning_rate 0.5",
              "hybridmim_trainer_gradient_norm 6.0",
              "hybridmim_trainer_samples_per_second 32.0",
              "hybridmim_trainer_step_seconds_sum 0.25",
              "hybridmim_trainer_step_seconds_count 2",
              "hybridmim_trainer_wait_seconds_sum 0.5",
              "hybridmim_trainer_snapshot_step 42.0",
              "hybridmim_trainer_snapshot_timestamp_seconds 1.7672256E9",
              "hybridmim_trainer_info{profile=\"laptop\",run=\"run-1\",version=\"0.1\"} 1");
    }
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> MetricsEndpoint.open(port, "run", "0.1", "laptop", 0, 0, 0))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("--metrics-port");
    }
  }

  private static String scrape(MetricsEndpoint endpoint) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics"))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
