package dev.hybridmim.platform.topic;

import com.google.protobuf.MessageLite;
import org.apache.kafka.common.serialization.Serializer;

/** Writes a Protobuf message as a record's value. */
public final class ProtoSerializer<T extends MessageLite> implements Serializer<T> {
  @Override
  public byte[] serialize(String topic, T message) {
    return message == null ? null : message.toByteArray();
  }
}
