package dev.hybridmim.platform.store;

import dev.hybridmim.platform.connection.StoreAddress;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The HTTP client of all stores that this process opens: threads and idle connections are shared,
 * and the certificates of authorities are read once, which takes a second where {@code
 * SSL_CERT_FILE} names a whole system's. It lives as long as the process; its threads keep no
 * process alive.
 */
final class SharedConnections {
  /** Requests at once; the client's own default of 5 for each host would make senders wait. */
  private static final int REQUESTS = 64;

  private static final long IDLE_THREAD_S = 60;
  private static final OkHttpClient CLIENT = connections();

  private SharedConnections() {}

  /** The client; a change made by {@link OkHttpClient#newBuilder} shares its connections. */
  static OkHttpClient get() {
    return CLIENT;
  }

  /** A store's client for single requests; nothing is sent before the first one. */
  static MinioAsyncClient client(StoreAddress address) {
    MinioAsyncClient client =
        MinioAsyncClient.builder()
            .endpoint(address.endpoint().toString())
            .region(address.region())
            .credentials(address.accessKey(), address.secretKey())
            .httpClient(CLIENT)
            .build();
    client.setTimeout(
        S3ObjectStore.CONNECT_TIMEOUT.toMillis(),
        S3ObjectStore.TRANSFER_TIMEOUT.toMillis(),
        S3ObjectStore.TRANSFER_TIMEOUT.toMillis());
    return client;
  }

  private static OkHttpClient connections() {
    Dispatcher dispatcher =
        new Dispatcher(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_S,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                SharedConnections::thread));
    dispatcher.setMaxRequests(REQUESTS);
    dispatcher.setMaxRequestsPerHost(REQUESTS);
    return Http.newDefaultClient()
        .newBuilder()
        .dispatcher(dispatcher)
        .socketFactory(new PromptSockets())
        .build();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "store-request");
    thread.setDaemon(true);
    return thread;
  }
}
