package dev.hybridmim.augment.pipeline;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Protobuf messages, each behind its length. */
final class MessageCoder<T extends Message> extends CustomCoder<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private transient Parser<T> parser;

  private MessageCoder(Class<T> type) {
    this.type = type;
  }

  static <T extends Message> MessageCoder<T> of(Class<T> type) {
    return new MessageCoder<>(type);
  }

  @Override
  public void encode(T message, OutputStream out) throws IOException {
    message.writeDelimitedTo(out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    T message = parser().parseDelimitedFrom(in);
    if (message == null) {
      throw new EOFException("A " + type.getSimpleName() + " was expected at the end of the data");
    }
    return message;
  }

  /** None of the messages has a map: the same message has the same bytes. */
  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
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

  @SuppressWarnings("unchecked")
  private Parser<T> parser() {
    if (parser == null) {
      try {
        T empty = (T) type.getMethod("getDefaultInstance").invoke(null);
        parser = (Parser<T>) empty.getParserForType();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " is not a generated message", e);
      }
    }
    return parser;
  }
}
