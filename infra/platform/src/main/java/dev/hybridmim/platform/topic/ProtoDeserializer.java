package dev.hybridmim.platform.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads a record's value as a Protobuf message. */
public final class ProtoDeserializer<T extends MessageLite> implements Deserializer<T> {
  private final Parser<T> parser;

  public ProtoDeserializer(Parser<T> parser) {
    this.parser = parser;
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SerializationException(
          "A record of topic "
              + topic
              + " ("
              + bytes.length
              + " bytes) is not the message that belongs there",
          e);
    }
  }
}
