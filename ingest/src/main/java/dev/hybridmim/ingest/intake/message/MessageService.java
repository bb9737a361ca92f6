package dev.hybridmim.ingest.intake.message;

import dev.hybridmim.ingest.intake.association.AbortReason;
import dev.hybridmim.ingest.intake.association.Association;
import dev.hybridmim.ingest.intake.association.Association.NegotiatedContext;
import dev.hybridmim.ingest.intake.association.AssociationHandler;
import dev.hybridmim.ingest.intake.association.ProtocolException;
import dev.hybridmim.ingest.intake.association.Uids;
import java.io.EOFException;
import java.io.IOException;

/**
 * Provider of C-ECHO and C-STORE on established associations.
 *
 * <p>An instance is answered once it is durable, one after the other. A data set that is larger
 * than allowed is read to its end, kept nowhere and answered as out of resources, so that the
 * association stays usable; far beyond the bound it is aborted.
 */
public final class MessageService implements AssociationHandler {
  private static final int PATIENCE_WITH_OVERFLOW = 4;

  private final InstanceReceiver receiver;
  private final long largestInstance;

  /**
   * A service.
   *
   * @param largestInstance bytes of a data set
   */
  public MessageService(InstanceReceiver receiver, long largestInstance) {
    this.receiver = receiver;
    this.largestInstance = largestInstance;
  }

  @Override
  public void serve(Association association) throws IOException {
    try (InstanceReceiver.Session session = receiver.begin()) {
      Command command = nextCommand(association);
      while (command != null) {
        int contextId = association.contextId();
        byte[] answer = answer(association, contextId, command, session);
        association.sendCommand(contextId, answer);
        command = nextCommand(association);
      }
    }
  }

  /** Null when the peer has released the association. */
  static Command nextCommand(Association association) throws IOException {
    byte[] bytes = new byte[512];
    int length = 0;
    int contextId = -1;
    while (association.nextFragment()) {
      if (!association.isCommand()) {
        throw new ProtocolException(
            AbortReason.UNEXPECTED_PARAMETER, "A data set came without a command");
      }
      if (contextId >= 0 && contextId != association.contextId()) {
        throw new ProtocolException(
            AbortReason.INVALID_PARAMETER_VALUE, "A command changes its presentation context");
      }
      contextId = association.contextId();
      int needed = length + association.length();
      if (needed > Command.LARGEST) {
        throw new ProtocolException(
            AbortReason.INVALID_PARAMETER_VALUE, "A command is larger than any can be");
      }
      if (needed > bytes.length) {
        bytes = java.util.Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
      }
      System.arraycopy(
          association.buffer(), association.offset(), bytes, length, association.length());
      length = needed;
      if (association.isLast()) {
        return Command.read(bytes, length);
      }
    }
    if (length > 0) {
      throw new EOFException("The association was released within a command");
    }
    return null;
  }

  private byte[] answer(
      Association association, int contextId, Command command, InstanceReceiver.Session session)
      throws IOException {
    switch (command.field()) {
      case CommandField.ECHO_REQUEST -> {
        return command.answer(Status.SUCCESS).build();
      }
      case CommandField.STORE_REQUEST -> {
        return store(association, contextId, command, session);
      }
      default -> {
        if (command.hasDataSet()) {
          try (ReceivedContent unwanted = receiver.newContent()) {
            receiveDataSet(association, contextId, unwanted);
          }
        }
        return command.answer(Status.UNRECOGNISED_OPERATION).build();
      }
    }
  }

  private byte[] store(
      Association association, int contextId, Command command, InstanceReceiver.Session session)
      throws IOException {
    if (!command.hasDataSet()) {
      throw new ProtocolException(
          AbortReason.INVALID_PARAMETER_VALUE, "A C-STORE request comes without a data set");
    }
    try (ReceivedContent content = receiver.newContent()) {
      receiveDataSet(association, contextId, content);
      Receipt receipt = receipt(association, contextId, command, content, session);
      Command.Builder answer = command.answer(receipt.status());
      return receipt.isStored() ? answer.build() : answer.comment(receipt.comment()).build();
    }
  }

  private Receipt receipt(
      Association association,
      int contextId,
      Command command,
      ReceivedContent content,
      InstanceReceiver.Session session) {
    NegotiatedContext context = association.context(contextId).orElseThrow();
    String sopClass = command.uid(CommandField.AFFECTED_SOP_CLASS);
    String sopInstance = command.uid(CommandField.AFFECTED_SOP_INSTANCE);
    if (!sopClass.equals(context.abstractSyntax())) {
      return Receipt.refused(
          Status.SOP_CLASS_NOT_SUPPORTED, "The SOP class is not the presentation context's");
    }
    if (!Uids.isWellFormed(sopInstance)) {
      return Receipt.refused(Status.INVALID_OBJECT_INSTANCE, "The SOP instance UID is malformed");
    }
    if (content.hasOverflown()) {
      return Receipt.refused(
          Status.OUT_OF_RESOURCES, "The instance is larger than " + largestInstance + " bytes");
    }
    return receiver.receive(
        InstanceHeader.ofMessage(sopClass, sopInstance, context.transferSyntax()),
        content,
        session);
  }

  private void receiveDataSet(Association association, int contextId, ReceivedContent content)
      throws IOException {
    while (association.nextFragment()) {
      if (association.isCommand() || association.contextId() != contextId) {
        throw new ProtocolException(
            AbortReason.UNEXPECTED_PARAMETER, "A data set is interrupted by another message");
      }
      content.write(association.buffer(), association.offset(), association.length());
      if (content.size() / PATIENCE_WITH_OVERFLOW > largestInstance) {
        throw new ProtocolException(
            AbortReason.NOT_SPECIFIED, "A data set goes on far beyond the largest allowed");
      }
      if (association.isLast()) {
        return;
      }
    }
    throw new EOFException("The association was released within a data set");
  }
}
