package dev.hybridmim.ingest.intake.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.hybridmim.ingest.intake.association.Uids;
import dev.hybridmim.ingest.intake.message.InstanceHeader;
import dev.hybridmim.ingest.intake.message.InstanceReceiver;
import dev.hybridmim.ingest.intake.message.Receipt;
import dev.hybridmim.ingest.intake.message.ReceivedContent;
import dev.hybridmim.ingest.intake.message.Status;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what is posted; see this package's documentation. Thread-safe. */
final class StowService implements HttpHandler {
  static final String PATH = "/dicom-web/studies";

  private static final Logger LOG = LoggerFactory.getLogger(StowService.class);
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([A-Za-z]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))");
  private static final String DICOM = "application/dicom";

  /** RFC 2046 allows 70 characters; Orthanc sends 73. */
  private static final int LONGEST_BOUNDARY = 256;

  private static final int MOST_PARTS = 100_000;
  private static final long MOST_DRAINED = 8L << 20;

  private final InstanceReceiver receiver;
  private final WebCredentials credentials;

  StowService(InstanceReceiver receiver, WebCredentials credentials) {
    this.receiver = receiver;
    this.credentials = credentials;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      serve(exchange);
    } catch (RuntimeException e) {
      // The cause's own message might quote a value.
      LOG.error("A web request met a mistake of the intake: {}", e.getClass().getName());
      throw e;
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    if (!credentials.accepts(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"hybridmim\"");
      exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer");
      refuse(exchange, 401);
      return;
    }
    Optional<String> study = study(exchange.getRequestURI().getPath());
    if (study.isEmpty()) {
      refuse(exchange, 404);
      return;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().add("Allow", "POST");
      refuse(exchange, 405);
      return;
    }
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    String media = media(type);
    Map<String, String> parameters = parameters(type);
    if (media.equals(DICOM)) {
      answer(exchange, body -> List.of(part(body, study.get())));
    } else if (media.equals("multipart/related")
        && parameters.getOrDefault("type", DICOM).equalsIgnoreCase(DICOM)) {
      String boundary = parameters.getOrDefault("boundary", "");
      if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
        refuse(exchange, 400);
        return;
      }
      answer(exchange, body -> parts(body, boundary, study.get()));
    } else {
      refuse(exchange, 415);
    }
  }

  /** Reads a body and stores what it holds. */
  private interface Storing {
    List<Outcome> store(Body body) throws IOException;
  }

  private record Body(InputStream in, InstanceReceiver.Session session) {}

  private record Outcome(Receipt receipt, boolean tooLarge) {}

  private void answer(HttpExchange exchange, Storing storing) throws IOException {
    List<Outcome> outcomes;
    try (InstanceReceiver.Session session = receiver.begin()) {
      outcomes = storing.store(new Body(exchange.getRequestBody(), session));
    } catch (MalformedBodyException e) {
      LOG.info("A web request was refused: {}", e.getMessage());
      refuse(exchange, 400);
      return;
    }
    int status = status(outcomes);
    if (status == 503) {
      exchange.getResponseHeaders().add("Retry-After", "10");
    }
    byte[] json = json(outcomes);
    exchange.getResponseHeaders().add("Content-Type", "application/dicom+json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }

  private List<Outcome> parts(Body body, String boundary, String study) throws IOException {
    MultipartReader reader = new MultipartReader(body.in(), boundary);
    List<Outcome> outcomes = new ArrayList<>();
    for (Map<String, String> headers = reader.nextPart();
        headers != null;
        headers = reader.nextPart()) {
      if (outcomes.size() >= MOST_PARTS) {
        throw new MalformedBodyException("The body has too many parts");
      }
      try (ReceivedContent content = receiver.newContent()) {
        reader.content(content::write);
        boolean dicom = media(headers.getOrDefault("content-type", DICOM)).equals(DICOM);
        outcomes.add(
            dicom
                ? receive(content, study, body.session())
                : new Outcome(
                    Receipt.refused(Status.CANNOT_UNDERSTAND, "The part is not application/dicom"),
                    false));
      }
    }
    if (outcomes.isEmpty()) {
      throw new MalformedBodyException("The body has no part");
    }
    return outcomes;
  }

  private Outcome part(Body body, String study) throws IOException {
    try (ReceivedContent content = receiver.newContent()) {
      byte[] block = new byte[64 << 10];
      for (int got = body.in().read(block); got >= 0; got = body.in().read(block)) {
        content.write(block, 0, got);
      }
      if (content.size() == 0) {
        throw new MalformedBodyException("The body is empty");
      }
      return receive(content, study, body.session());
    }
  }

  private Outcome receive(ReceivedContent content, String study, InstanceReceiver.Session session) {
    if (content.hasOverflown()) {
      return new Outcome(
          Receipt.refused(Status.OUT_OF_RESOURCES, "The instance is larger than allowed"), true);
    }
    return new Outcome(receiver.receive(InstanceHeader.ofFile(study), content, session), false);
  }

  private static int status(List<Outcome> outcomes) {
    long stored = outcomes.stream().filter(one -> one.receipt().isStored()).count();
    if (stored == outcomes.size()) {
      return 200;
    }
    if (stored > 0) {
      return 202;
    }
    if (outcomes.stream().anyMatch(Outcome::tooLarge)) {
      return 413;
    }
    boolean later =
        outcomes.stream().allMatch(one -> one.receipt().status() == Status.OUT_OF_RESOURCES);
    return later ? 503 : 409;
  }

  private static byte[] json(List<Outcome> outcomes) throws IOException {
    ObjectNode root = Json.mapper().createObjectNode();
    for (Outcome outcome : outcomes) {
      Receipt receipt = outcome.receipt();
      ObjectNode item =
          values(root, receipt.isStored() ? "00081199" : "00081198", "SQ").addObject();
      if (!receipt.sopClass().isEmpty()) {
        values(item, "00081150", "UI").add(receipt.sopClass());
      }
      if (!receipt.sopInstance().isEmpty()) {
        values(item, "00081155", "UI").add(receipt.sopInstance());
      }
      if (!receipt.isStored()) {
        values(item, "00081197", "US").add(receipt.status().code());
      }
    }
    return Json.mapper().writeValueAsBytes(root);
  }

  private static ArrayNode values(ObjectNode node, String tag, String vr) {
    if (node.path(tag).path("Value") instanceof ArrayNode known) {
      return known;
    }
    return node.putObject(tag).put("vr", vr).putArray("Value");
  }

  /** The study that instances must be of, empty for any; nothing for another path. */
  private static Optional<String> study(String path) {
    if (path.equals(PATH) || path.equals(PATH + "/")) {
      return Optional.of("");
    }
    String rest = path.startsWith(PATH + "/") ? path.substring(PATH.length() + 1) : "";
    return Uids.isWellFormed(rest) ? Optional.of(rest) : Optional.empty();
  }

  private static String media(String contentType) {
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> parameters(String contentType) {
    Map<String, String> parameters = new java.util.HashMap<>();
    Matcher matcher = PARAMETER.matcher(contentType);
    while (matcher.find()) {
      parameters.put(
          matcher.group(1).toLowerCase(Locale.ROOT),
          matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    return parameters;
  }

  /** A sender that is still sending does not see an answer if the connection is closed on it. */
  private static void refuse(HttpExchange exchange, int status) throws IOException {
    InputStream body = exchange.getRequestBody();
    byte[] block = new byte[64 << 10];
    long drained = 0;
    int got = body.read(block);
    while (got >= 0 && drained < MOST_DRAINED) {
      drained += got;
      got = body.read(block);
    }
    exchange.sendResponseHeaders(status, -1);
  }
}
