package dev.hybridmim.ingest.intake.association;

import dev.hybridmim.ingest.intake.association.Association.NegotiatedContext;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** An association that this side asks for: the sender of measurements and tests. */
public final class CallingAssociation implements AutoCloseable {
  private static final int MAXIMUM_LENGTH = 64 << 10;
  private static final int OUTPUT_BUFFER = 256 << 10;

  private final Socket socket;
  private final PduChannel channel;
  private final Association association;

  private CallingAssociation(Socket socket, PduChannel channel, Association association) {
    this.socket = socket;
    this.channel = channel;
    this.association = association;
  }

  /**
   * Calls and negotiates.
   *
   * @param timeout for each read
   * @throws RejectedException when the called side refuses
   */
  public static CallingAssociation open(
      InetSocketAddress address,
      Optional<SSLContext> tls,
      String callingTitle,
      String calledTitle,
      List<ProposedContext> contexts,
      Duration timeout)
      throws IOException {
    Socket socket = tls.isPresent() ? tls.get().getSocketFactory().createSocket() : new Socket();
    try {
      socket.connect(address, (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      socket.setTcpNoDelay(true);
      PduChannel channel =
          new PduChannel(
              socket.getInputStream(),
              new BufferedOutputStream(socket.getOutputStream(), OUTPUT_BUFFER),
              MAXIMUM_LENGTH);
      AssociationRequest request =
          new AssociationRequest(
              AssociationRequest.VERSION_ONE,
              calledTitle,
              callingTitle,
              AssociationRequest.DICOM_CONTEXT,
              contexts,
              UserInformation.own(MAXIMUM_LENGTH, Optional.empty(), List.of()));
      channel.write(PduType.ASSOCIATE_RQ, AssociationCodec.write(request));
      return new CallingAssociation(socket, channel, negotiated(channel, request));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Association negotiated(PduChannel channel, AssociationRequest request)
      throws IOException {
    if (!channel.read()) {
      throw new EOFException("The called side closed the connection");
    }
    if (channel.type() == PduType.ASSOCIATE_RJ) {
      byte[] body = channel.body();
      throw new RejectedException(body[1] & 0xff, body[2] & 0xff, body[3] & 0xff);
    }
    if (channel.type() != PduType.ASSOCIATE_AC) {
      throw new ProtocolException(
          AbortReason.UNEXPECTED_PDU,
          "The request was answered by a PDU of type " + channel.type());
    }
    AssociationAcceptance acceptance =
        AssociationCodec.readAcceptance(channel.body(), channel.length());
    Map<Integer, NegotiatedContext> contexts = new HashMap<>();
    for (AnsweredContext answer : acceptance.contexts()) {
      request.contexts().stream()
          .filter(proposed -> answer.isAccepted() && proposed.id() == answer.id())
          .forEach(
              proposed ->
                  contexts.put(
                      answer.id(),
                      new NegotiatedContext(
                          answer.id(), proposed.abstractSyntax(), answer.transferSyntax())));
    }
    return new Association(
        channel,
        request.callingTitle(),
        request.calledTitle(),
        contexts,
        acceptance.user().maximumLength());
  }

  public Association association() {
    return association;
  }

  /** Releases the association in order. */
  public void release() throws IOException {
    association.release();
  }

  /** Ends the association at once. */
  public void abort() throws IOException {
    channel.writeAbort(0, AbortReason.NOT_SPECIFIED);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
