package dev.hybridmim.ingest.beam;

import com.google.protobuf.MessageLite;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Objects;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Protobuf messages as elements, each behind its length. */
public final class MessageCoder<T extends MessageLite> extends CustomCoder<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final DelimitedParser<T> parser;

  private MessageCoder(Class<T> type, DelimitedParser<T> parser) {
    this.type = type;
    this.parser = parser;
  }

  /** A generated message's {@code parseDelimitedFrom}. */
  @FunctionalInterface
  public interface DelimitedParser<T> extends Serializable {
    /** The next message, or null at the end. */
    T parse(InputStream from) throws IOException;
  }

  /** For instance {@code MessageCoder.of(Reject.class, Reject::parseDelimitedFrom)}. */
  public static <T extends MessageLite> MessageCoder<T> of(
      Class<T> type, DelimitedParser<T> parser) {
    return new MessageCoder<>(type, parser);
  }

  @Override
  public void encode(T message, OutputStream to) throws IOException {
    message.writeDelimitedTo(to);
  }

  @Override
  public T decode(InputStream from) throws IOException {
    T message = parser.parse(from);
    if (message == null) {
      throw new EOFException("A " + type.getSimpleName() + " was expected where the data ends");
    }
    return message;
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(
        this, "Protobuf does not promise equal bytes for equal messages");
  }

  @Override
  public TypeDescriptor<T> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageCoder<?> coder && type.equals(coder.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(MessageCoder.class, type);
  }
}
