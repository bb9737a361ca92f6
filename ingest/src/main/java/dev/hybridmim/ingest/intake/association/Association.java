package dev.hybridmim.ingest.intake.association;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An established association (Sta6): fragments of messages flow in and out. For one thread.
 *
 * <p>Reading is by moving to the next fragment (presentation data value); its bytes are seen in
 * place and are valid until the next move:
 *
 * <pre>{@code
 * while (association.nextFragment()) {
 *   sink.write(association.buffer(), association.offset(), association.length());
 * }
 * }</pre>
 */
public final class Association {
  private static final int COMMAND = 1;
  private static final int LAST = 2;
  private static final int FRAGMENT_HEAD = 6;

  /** For a peer that sets no bound to what it takes. */
  private static final int LARGEST_SENT = 128 << 10;

  private final PduChannel channel;
  private final String callingTitle;
  private final String calledTitle;
  private final Map<Integer, NegotiatedContext> contexts;
  private final int largestFragment;
  private byte[] copyBuffer;

  private int pduEnd;
  private int position;
  private int contextId;
  private int control;
  private int offset;
  private int length;
  private boolean released;

  Association(
      PduChannel channel,
      String callingTitle,
      String calledTitle,
      Map<Integer, NegotiatedContext> contexts,
      long peerMaximumLength) {
    this.channel = channel;
    this.callingTitle = callingTitle;
    this.calledTitle = calledTitle;
    this.contexts = new HashMap<>(contexts);
    long bound = peerMaximumLength == 0 ? LARGEST_SENT : Math.min(peerMaximumLength, LARGEST_SENT);
    this.largestFragment = (int) Math.max(1, bound - FRAGMENT_HEAD);
  }

  /** A context in which messages may be exchanged. */
  public record NegotiatedContext(int id, String abstractSyntax, String transferSyntax) {}

  public String callingTitle() {
    return callingTitle;
  }

  public String calledTitle() {
    return calledTitle;
  }

  /** The accepted presentation context of this id. */
  public Optional<NegotiatedContext> context(int id) {
    return Optional.ofNullable(contexts.get(id));
  }

  /** An accepted presentation context for both syntaxes. */
  public Optional<NegotiatedContext> contextFor(String abstractSyntax, String transferSyntax) {
    return contexts.values().stream()
        .filter(
            context ->
                context.abstractSyntax().equals(abstractSyntax)
                    && context.transferSyntax().equals(transferSyntax))
        .findFirst();
  }

  /**
   * Moves to the next fragment, reading from the peer as needed.
   *
   * @return false when the peer asks to release the association; it has then been answered
   * @throws AbortedException when the peer has aborted
   * @throws EOFException when the connection has ended
   * @throws ProtocolException when the peer has broken a rule
   */
  public boolean nextFragment() throws IOException {
    while (position >= pduEnd) {
      if (released || !nextDataPdu()) {
        return false;
      }
    }
    byte[] body = channel.body();
    ItemReader head = new ItemReader(body, position, pduEnd - position);
    long itemLength = head.unsignedInt();
    if (itemLength < 2 || itemLength > head.remaining()) {
      throw new ProtocolException(
          AbortReason.INVALID_PARAMETER_VALUE,
          "A presentation data value of " + itemLength + " bytes does not fit its PDU");
    }
    contextId = head.unsignedByte();
    control = head.unsignedByte();
    if (!contexts.containsKey(contextId)) {
      throw new ProtocolException(
          AbortReason.INVALID_PARAMETER_VALUE,
          "Data came in the presentation context " + contextId + ", which is not accepted");
    }
    offset = position + FRAGMENT_HEAD;
    length = (int) itemLength - 2;
    position = offset + length;
    return true;
  }

  /** The presentation context of the fragment. */
  public int contextId() {
    return contextId;
  }

  /** Whether the fragment belongs to a command, else to a data set. */
  public boolean isCommand() {
    return (control & COMMAND) != 0;
  }

  /** Whether the command or data set ends with this fragment. */
  public boolean isLast() {
    return (control & LAST) != 0;
  }

  /** Where the fragment's bytes are. */
  public byte[] buffer() {
    return channel.body();
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** Sends a whole command. */
  public void sendCommand(int context, byte[] command) throws IOException {
    for (int sent = 0; sent < command.length; ) {
      int count = Math.min(largestFragment, command.length - sent);
      boolean last = sent + count == command.length;
      channel.writeData(context, COMMAND | (last ? LAST : 0), command, sent, count);
      sent += count;
    }
    channel.flush();
  }

  /** Sends a whole data set. */
  public void sendData(int context, InputStream data) throws IOException {
    if (copyBuffer == null) {
      copyBuffer = new byte[largestFragment];
    }
    int count = data.readNBytes(copyBuffer, 0, largestFragment);
    while (true) {
      int next = -1;
      if (count == largestFragment) {
        next = data.read();
      }
      channel.writeData(context, next < 0 ? LAST : 0, copyBuffer, 0, count);
      if (next < 0) {
        break;
      }
      copyBuffer[0] = (byte) next;
      count = 1 + data.readNBytes(copyBuffer, 1, largestFragment - 1);
    }
    channel.flush();
  }

  private boolean nextDataPdu() throws IOException {
    if (!channel.read()) {
      throw new EOFException("The peer closed the connection without releasing the association");
    }
    switch (channel.type()) {
      case PduType.DATA -> {
        position = 0;
        pduEnd = channel.length();
        return true;
      }
      case PduType.RELEASE_RQ -> {
        released = true;
        channel.write(PduType.RELEASE_RP, new byte[4]);
        return false;
      }
      case PduType.RELEASE_RP -> {
        released = true;
        return false;
      }
      case PduType.ABORT -> throw new AbortedException("The peer has aborted the association");
      default ->
          throw new ProtocolException(
              AbortReason.UNEXPECTED_PDU,
              "A PDU of type " + channel.type() + " came on an established association");
    }
  }

  /** Asks the peer to release the association and waits for its answer. */
  void release() throws IOException {
    channel.write(PduType.RELEASE_RQ, new byte[4]);
    while (nextFragment()) {
      // What was still under way when the release was asked for.
    }
  }
}
