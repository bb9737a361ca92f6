package dev.hybridmim.ingest.intake.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.intake.SmallImages;
import dev.hybridmim.ingest.intake.TestIntake;
import dev.hybridmim.platform.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StowServiceTest {
  private static final String MULTIPART =
      "multipart/related; type=\"application/dicom\"; boundary=\"b0undary\"";

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void allSomeAndNone() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      HttpResponse<byte[]> all =
          post(intake, "/dicom-web/studies", MULTIPART, multipart(file(1), file(2)));
      assertThat(all.statusCode()).isEqualTo(200);
      assertThat(all.headers().firstValue("Content-Type")).contains("application/dicom+json");
      JsonNode stored = Json.mapper().readTree(all.body()).path("00081199").path("Value");
      assertThat(stored).hasSize(2);
      assertThat(stored.path(0).path("00081155").path("Value").path(0).asText())
          .isEqualTo("1.2.3.1");

      HttpResponse<byte[]> some =
          post(
              intake,
              "/dicom-web/studies",
              MULTIPART,
              multipart(file(3), "junk".getBytes(StandardCharsets.US_ASCII)));
      assertThat(some.statusCode()).isEqualTo(202);
      JsonNode failed = Json.mapper().readTree(some.body()).path("00081198").path("Value");
      assertThat(failed).hasSize(1);
      assertThat(failed.path(0).path("00081197").path("Value").path(0).asInt()).isEqualTo(0xC000);

      HttpResponse<byte[]> none =
          post(intake, "/dicom-web/studies/1.2.3.4.5", MULTIPART, multipart(file(4)));
      assertThat(none.statusCode()).as("instances of another study").isEqualTo(409);
      assertThat(intake.instances()).hasSize(3);
    }
  }

  @Test
  void chunkedBodiesSinglePartsAndEveryCut() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of())) {
      byte[] body = multipart(file(1));
      HttpRequest chunked =
          HttpRequest.newBuilder(URI.create(intake.http() + "/dicom-web/studies/1.2.3.4"))
              .header("Content-Type", MULTIPART)
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build();
      assertThat(client.send(chunked, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      assertThat(post(intake, "/dicom-web/studies", "application/dicom", file(2)).statusCode())
          .isEqualTo(200);
      for (int cut = 0; cut < body.length - 12; cut += 61) {
        byte[] torn = java.util.Arrays.copyOf(body, cut);
        assertThat(post(intake, "/dicom-web/studies", MULTIPART, torn).statusCode())
            .as("cut at %d", cut)
            .isEqualTo(400);
      }
      assertThat(intake.instances()).hasSize(2);
    }
  }

  @Test
  void whatIsNoRequestForThisServiceIsRefused() throws Exception {
    try (TestIntake intake = TestIntake.start(directory, Map.of("largestInstanceMebibytes", 1))) {
      assertThat(post(intake, "/dicom-web/studies", "text/plain", file(1)).statusCode())
          .isEqualTo(415);
      assertThat(
              post(
                      intake,
                      "/dicom-web/studies",
                      "multipart/related; type=\"application/dicom+json\"; boundary=b",
                      file(1))
                  .statusCode())
          .isEqualTo(415);
      assertThat(post(intake, "/dicom-web/studies/x", MULTIPART, file(1)).statusCode())
          .isEqualTo(404);
      HttpRequest get =
          HttpRequest.newBuilder(URI.create(intake.http() + "/dicom-web/studies")).GET().build();
      assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
      assertThat(
              post(intake, "/dicom-web/studies", MULTIPART, multipart(new byte[2 << 20]))
                  .statusCode())
          .isEqualTo(413);
    }
    try (TestIntake intake =
        TestIntake.start(directory.resolve("full"), Map.of("diskWatermarkMebibytes", 1 << 24))) {
      HttpResponse<byte[]> full = post(intake, "/dicom-web/studies", MULTIPART, multipart(file(1)));
      assertThat(full.statusCode()).isEqualTo(503);
      assertThat(full.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void onlyWhoHasTheTokenOrPasswordIsServed() throws Exception {
    WebCredentials credentials =
        WebCredentials.of(Optional.of("t0ken"), Optional.of("pacs:s3cret"));
    try (TestIntake intake = TestIntake.start(directory, Map.of(), credentials)) {
      byte[] body = multipart(file(1));
      assertThat(post(intake, "/dicom-web/studies", MULTIPART, body).statusCode()).isEqualTo(401);
      for (String wrong : List.of("Bearer other", "Basic cGFjczpvdGhlcg==", "t0ken")) {
        assertThat(post(intake, "/dicom-web/studies", MULTIPART, body, wrong).statusCode())
            .isEqualTo(401);
      }
      assertThat(post(intake, "/dicom-web/studies", MULTIPART, body, "Bearer t0ken").statusCode())
          .isEqualTo(200);
      assertThat(
              post(intake, "/dicom-web/studies", MULTIPART, body, "Basic cGFjczpzM2NyZXQ=")
                  .statusCode())
          .isEqualTo(200);
      HttpRequest metrics =
          HttpRequest.newBuilder(URI.create(intake.http() + "/metrics"))
              .header("Authorization", "Bearer t0ken")
              .build();
      assertThat(client.send(metrics, BodyHandlers.ofString()).body())
          .contains("hybridmim_intake_instances_total{outcome=\"stored\"} 1");
    }
    assertThat(credentials.toString()).doesNotContain("t0ken").doesNotContain("s3cret");
  }

  private HttpResponse<byte[]> post(
      TestIntake intake, String path, String type, byte[] body, String... authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(intake.http() + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    for (String one : authorization) {
      request.header("Authorization", one);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static byte[] file(int number) throws Exception {
    DataSet image = SmallImages.of("1.2.3", number);
    return DicomWriter.file(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static byte[] multipart(byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<byte[]> all = new ArrayList<>(List.of(parts));
    for (byte[] part : all) {
      body.writeBytes(
          "--b0undary\r\nContent-Type: application/dicom\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(part);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes("--b0undary--\r\n".getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }
}
