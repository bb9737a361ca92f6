package dev.hybridmim.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The few requests that the tests need, signed with S3's version 2 (HMAC-SHA1 over five lines). */
final class SignedRequests {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;

  SignedRequests(URI endpoint, String accessKey, String secretKey) {
    this.endpoint = endpoint;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  int put(String path, byte[] body) throws IOException, InterruptedException {
    return send("PUT", path, HttpRequest.BodyPublishers.ofByteArray(body)).statusCode();
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  private HttpResponse<byte[]> send(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
    // The client may not set the header Date; its replacement is signed as a header of its own.
    String signed = method + "\n\n\n\nx-amz-date:" + date + "\n" + path;
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .header("x-amz-date", date)
            .header("Authorization", "AWS " + accessKey + ":" + signature(signed))
            .method(method, body)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
