package dev.hybridmim.ingest.intake.message;

import dev.hybridmim.ingest.intake.association.Association;
import dev.hybridmim.ingest.intake.association.Association.NegotiatedContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * User of C-ECHO and C-STORE on an association: the sender of measurements and tests. For one
 * thread.
 */
public final class StorageUser {
  private static final int MOST_MESSAGES = 0xffff;

  private final Association association;
  private int messageId;

  public StorageUser(Association association) {
    this.association = association;
  }

  /** Asks for an answer and returns its status. */
  public int echo(NegotiatedContext context) throws IOException {
    association.sendCommand(
        context.id(),
        request(context, CommandField.ECHO_REQUEST, CommandField.NO_DATA_SET).build());
    return answer();
  }

  /**
   * Sends an instance and returns the status of the answer.
   *
   * @param dataSet in the context's transfer syntax, without file meta information
   */
  public int store(NegotiatedContext context, String sopInstance, InputStream dataSet)
      throws IOException {
    association.sendCommand(
        context.id(),
        request(context, CommandField.STORE_REQUEST, 0)
            .number(CommandField.PRIORITY, 0)
            .uid(CommandField.AFFECTED_SOP_INSTANCE, sopInstance)
            .build());
    association.sendData(context.id(), dataSet);
    return answer();
  }

  private Command.Builder request(NegotiatedContext context, int field, int dataSetType) {
    messageId = messageId % MOST_MESSAGES + 1;
    return new Command.Builder()
        .uid(CommandField.AFFECTED_SOP_CLASS, context.abstractSyntax())
        .number(CommandField.COMMAND, field)
        .number(CommandField.MESSAGE_ID, messageId)
        .number(CommandField.DATA_SET_TYPE, dataSetType);
  }

  private int answer() throws IOException {
    Command answer = MessageService.nextCommand(association);
    if (answer == null) {
      throw new EOFException("The association was released instead of an answer");
    }
    if (!answer.isAnswer()) {
      throw new IOException("A request came instead of an answer");
    }
    return answer.status();
  }
}
