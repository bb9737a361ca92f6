package dev.hybridmim.ingest.intake.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.hybridmim.ingest.intake.association.SecureTransport;
import dev.hybridmim.ingest.intake.message.InstanceReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Listens for web requests: at most {@value #THREADS} are served at once and {@value #WAITING}
 * wait; beyond these a connection is closed.
 */
public final class WebServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int WAITING = 64;
  private static final int BACKLOG = 64;
  private static final int CLOSE_GRACE_S = 2;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private WebServer(HttpServer server, ThreadPoolExecutor threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Binds and begins to listen.
   *
   * @param metrics what {@code GET /metrics} answers
   * @throws IOException when the address can't be bound
   */
  public static WebServer start(
      InetSocketAddress address,
      Optional<SSLContext> tls,
      InstanceReceiver receiver,
      WebCredentials credentials,
      Supplier<String> metrics)
      throws IOException {
    HttpServer server =
        tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, BACKLOG);
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "web-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext(StowService.PATH, new StowService(receiver, credentials));
    server.createContext("/metrics", exchange -> show(exchange, credentials, metrics));
    server.start();
    return new WebServer(server, threads);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private static HttpServer secure(InetSocketAddress address, SSLContext context)
      throws IOException {
    HttpsServer server = HttpsServer.create(address, BACKLOG);
    SSLParameters allowed = SecureTransport.parameters(context);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            parameters.setSSLParameters(allowed);
          }
        });
    return server;
  }

  private static void show(
      HttpExchange exchange, WebCredentials credentials, Supplier<String> metrics)
      throws IOException {
    try (exchange) {
      if (!credentials.accepts(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] text = metrics.get().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  /** Serves nothing new, lets open requests end for a moment, and stops listening. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_GRACE_S, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    server.stop(0);
  }
}
