package dev.hybridmim.ingest.intake.association;

import dev.hybridmim.ingest.intake.association.Association.NegotiatedContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for associations and serves each on a thread of its own.
 *
 * <p>Bounds: of {@link NetworkSettings#associations} are served at once; one more is read as far as
 * its request and refused as "local limit exceeded" (transient, so that the sender tries again), by
 * at most {@value #REFUSERS} further threads; beyond them a connection is closed at once. Memory: a
 * buffer of the maximum PDU length for each of these threads. Nothing that one peer does ends the
 * server or another peer's association.
 */
public final class AssociationServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssociationServer.class);
  private static final int REFUSERS = 8;
  private static final int BACKLOG = 128;
  private static final int OUTPUT_BUFFER = 8 << 10;
  private static final int SERVICE_USER = 0;
  private static final int SERVICE_PROVIDER = 2;
  private static final long MOST_DRAINED = 16L << 20;
  private static final long PAUSE_AFTER_FAILED_ACCEPT_MS = 200;
  private static final long CLOSE_GRACE_S = 5;
  private static final long IDLE_THREAD_S = 2;

  private final NetworkSettings settings;
  private final AcceptedSyntaxes syntaxes;
  private final AdmissionPolicy policy;
  private final AssociationHandler handler;
  private final AssociationEvents events;
  private final ServerSocket listener;
  private final Semaphore free;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;
  private volatile boolean closed;

  private AssociationServer(
      NetworkSettings settings,
      AcceptedSyntaxes syntaxes,
      AdmissionPolicy policy,
      AssociationHandler handler,
      AssociationEvents events,
      ServerSocket listener) {
    this.settings = settings;
    this.syntaxes = syntaxes;
    this.policy = policy;
    this.handler = handler;
    this.events = events;
    this.listener = listener;
    this.free = new Semaphore(settings.associations());
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            settings.associations() + REFUSERS,
            IDLE_THREAD_S,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon("association-" + number.incrementAndGet(), task));
    this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon("association-timer", task));
    this.timer.setRemoveOnCancelPolicy(true);
    this.acceptor = daemon("association-acceptor", this::accept);
  }

  /**
   * Binds and begins to listen.
   *
   * @throws IOException when the address can't be bound
   */
  public static AssociationServer start(
      NetworkSettings settings,
      AcceptedSyntaxes syntaxes,
      AdmissionPolicy policy,
      AssociationHandler handler,
      AssociationEvents events)
      throws IOException {
    ServerSocket listener = listener(settings);
    try {
      listener.setReuseAddress(true);
      listener.bind(settings.address(), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    AssociationServer server =
        new AssociationServer(settings, syntaxes, policy, handler, events, listener);
    server.acceptor.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** How many associations are served now. */
  public int openAssociations() {
    return settings.associations() - free.availablePermits();
  }

  private static ServerSocket listener(NetworkSettings settings) throws IOException {
    if (settings.tls().isEmpty()) {
      return new ServerSocket();
    }
    SSLServerSocket listener =
        (SSLServerSocket) settings.tls().get().getServerSocketFactory().createServerSocket();
    SecureTransport.restrict(listener);
    listener.setNeedClientAuth(settings.clientCertificates());
    return listener;
  }

  private void accept() {
    while (!closed) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        if (!closed) {
          // Out of file handles, say: the connections that are open will give some back.
          LOG.warn("A connection could not be accepted: {}", e.getMessage());
          pause();
        }
        continue;
      }
      open.add(socket);
      try {
        threads.execute(() -> handle(socket));
      } catch (RejectedExecutionException e) {
        events.dropped();
        close(socket);
      }
    }
  }

  private void handle(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) settings.idle().toMillis());
      converse(socket);
    } catch (SocketTimeoutException e) {
      events.aborted("nothing came for " + settings.idle().toSeconds() + " s");
    } catch (IOException e) {
      events.aborted(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A mistake of ours must not take the other associations along; the peer sees a lost one.
      LOG.error("An association failed", e);
      events.aborted("internal error");
    } finally {
      close(socket);
    }
  }

  private void converse(Socket socket) throws IOException {
    PduChannel channel =
        new PduChannel(
            socket.getInputStream(),
            new BufferedOutputStream(socket.getOutputStream(), OUTPUT_BUFFER),
            settings.maximumLength());
    boolean permitted = false;
    try {
      AssociationRequest request = readRequest(socket, channel);
      if (request == null) {
        return;
      }
      permitted = free.tryAcquire();
      Optional<RejectionReason> refusal =
          permitted ? refusal(request, socket) : Optional.of(RejectionReason.LOCAL_LIMIT_EXCEEDED);
      if (refusal.isPresent()) {
        channel.writeRejection(refusal.get());
        events.rejected(refusal.get());
      } else {
        Association association = establish(channel, request);
        events.accepted();
        handler.serve(association);
      }
    } catch (ProtocolException e) {
      events.aborted(e.getMessage());
      channel.writeAbort(SERVICE_PROVIDER, e.reason());
    } catch (SocketTimeoutException e) {
      channel.writeAbort(SERVICE_USER, AbortReason.NOT_SPECIFIED);
      throw e;
    } finally {
      if (permitted) {
        free.release();
      }
    }
    awaitClose(socket);
  }

  /** Sta2: the request must be there before ARTIM ends. Null when the caller went away unheard. */
  private AssociationRequest readRequest(Socket socket, PduChannel channel) throws IOException {
    ScheduledFuture<?> artim = artim(socket);
    try {
      if (!channel.read()) {
        return null;
      }
      if (channel.type() == PduType.ABORT) {
        throw new AbortedException("The peer has aborted before it asked for an association");
      }
      if (channel.type() != PduType.ASSOCIATE_RQ) {
        throw new ProtocolException(
            AbortReason.UNEXPECTED_PDU,
            "A PDU of type " + channel.type() + " came before an association was asked for");
      }
      return AssociationCodec.readRequest(channel.body(), channel.length());
    } finally {
      artim.cancel(false);
    }
  }

  private Optional<RejectionReason> refusal(AssociationRequest request, Socket socket) {
    if ((request.protocolVersion() & AssociationRequest.VERSION_ONE) == 0) {
      return Optional.of(RejectionReason.PROTOCOL_VERSION_NOT_SUPPORTED);
    }
    if (!request.applicationContext().equals(AssociationRequest.DICOM_CONTEXT)) {
      return Optional.of(RejectionReason.APPLICATION_CONTEXT_NOT_SUPPORTED);
    }
    return policy.refusal(request, socket.getInetAddress());
  }

  private Association establish(PduChannel channel, AssociationRequest request) throws IOException {
    List<AnsweredContext> answers = new ArrayList<>();
    Map<Integer, NegotiatedContext> contexts = new HashMap<>();
    for (ProposedContext proposed : request.contexts()) {
      AnsweredContext answer = syntaxes.answer(proposed);
      answers.add(answer);
      if (answer.isAccepted()) {
        contexts.put(
            answer.id(),
            new NegotiatedContext(answer.id(), proposed.abstractSyntax(), answer.transferSyntax()));
      }
    }
    UserInformation user =
        UserInformation.own(
            settings.maximumLength(),
            request.user().operationsWindow().map(proposed -> OperationsWindow.SYNCHRONOUS),
            roles(request));
    AssociationAcceptance acceptance =
        new AssociationAcceptance(request.calledTitle(), request.callingTitle(), answers, user);
    channel.write(PduType.ASSOCIATE_AC, AssociationCodec.write(acceptance));
    return new Association(
        channel,
        request.callingTitle(),
        request.calledTitle(),
        contexts,
        request.user().maximumLength());
  }

  private List<RoleSelection> roles(AssociationRequest request) {
    return request.user().roles().stream()
        .filter(role -> syntaxes.accepts(role.sopClassUid()))
        .map(role -> new RoleSelection(role.sopClassUid(), role.user(), false))
        .toList();
  }

  /**
   * Sta13. Closing at once, with bytes still unread, would make the operating system take back the
   * answer that was sent last.
   */
  private void awaitClose(Socket socket) throws IOException {
    ScheduledFuture<?> artim = artim(socket);
    try {
      byte[] rest = new byte[8 << 10];
      long drained = 0;
      int got = socket.getInputStream().read(rest);
      while (got >= 0 && drained < MOST_DRAINED) {
        drained += got;
        got = socket.getInputStream().read(rest);
      }
    } catch (SocketException | SocketTimeoutException e) {
      // The end that was waited for, in another form: the peer has reset, or ARTIM has closed.
      return;
    } finally {
      artim.cancel(false);
    }
  }

  private ScheduledFuture<?> artim(Socket socket) {
    return timer.schedule(() -> close(socket), settings.artim().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("A connection could not be closed in order", e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILED_ACCEPT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Stops listening, gives open associations a few seconds, then closes them. */
  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.warn("The listener could not be closed in order: {}", e.getMessage());
    }
    threads.shutdown();
    awaitThreads();
    open.forEach(this::close);
    awaitThreads();
    timer.shutdownNow();
  }

  private void awaitThreads() {
    try {
      if (!threads.awaitTermination(CLOSE_GRACE_S, TimeUnit.SECONDS)) {
        LOG.info("{} associations are still open", openAssociations());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
