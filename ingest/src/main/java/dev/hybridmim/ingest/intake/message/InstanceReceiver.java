package dev.hybridmim.ingest.intake.message;

/** Takes instances. Thread-safe. */
public interface InstanceReceiver {
  /** Somewhere for the bytes of a data set that is about to come. */
  ReceivedContent newContent();

  /**
   * Stores an instance; returns when it is durable or when it is clear that it will not be.
   *
   * @param content of the data set, complete; closed by the caller
   * @param session tells which instances came together
   */
  Receipt receive(InstanceHeader header, ReceivedContent content, Session session);

  /** Begins a session: an association, or a web request. */
  Session begin();

  /** Instances that came together. */
  interface Session extends AutoCloseable {
    /** Nothing more will come in this session. */
    @Override
    void close();
  }
}
