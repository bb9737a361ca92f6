package dev.hybridmim.trainer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SafetensorsPropertyTest {
  @Property(tries = 300)
  void whatIsWrittenIsRead(
      @ForAll("tensors") Map<String, Tensor> tensors,
      @ForAll("metadata") Map<String, String> metadata)
      throws IOException {
    Path file = Files.createTempFile("property", ".safetensors");
    try {
      SafetensorsWriter.write(file, tensors, metadata);

      try (SafetensorsFile open = SafetensorsFile.open(file)) {
        assertThat(open.tensors()).isEqualTo(tensors);
        assertThat(open.header().metadata()).isEqualTo(metadata);
      }
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 200)
  void theBytesDoNotDependOnTheOrderOfTheMap(
      @ForAll("tensors") Map<String, Tensor> tensors, @ForAll long seed) throws IOException {
    List<Map.Entry<String, Tensor>> shuffled = new ArrayList<>(tensors.entrySet());
    Collections.shuffle(shuffled, new Random(seed));
    Map<String, Tensor> other = new LinkedHashMap<>();
    shuffled.forEach(entry -> other.put(entry.getKey(), entry.getValue()));

    assertThat(bytes(other)).isEqualTo(bytes(tensors));
  }

  private static byte[] bytes(Map<String, Tensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter.write(Channels.newChannel(out), tensors, Map.of("a", "1", "b", "2"));
    return out.toByteArray();
  }

  @Provide
  Arbitrary<Map<String, Tensor>> tensors() {
    Arbitrary<Tensor> tensor =
        Combinators.combine(
                Arbitraries.of(TensorType.class),
                Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(4),
                Arbitraries.longs())
            .as(SafetensorsPropertyTest::tensor);
    return Arbitraries.maps(names(), tensor).ofMaxSize(8);
  }

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    return Arbitraries.maps(names(), names()).ofMaxSize(3);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .filter(
            name ->
                name.codePoints()
                    .noneMatch(point -> Character.getType(point) == Character.SURROGATE));
  }

  private static Tensor tensor(TensorType type, long[] shape, long seed) {
    byte[] bytes = new byte[(int) Tensor.byteLength(type, shape)];
    new SplittableRandom(seed).nextBytes(bytes);
    return new Tensor(type, shape, ByteBuffer.wrap(bytes));
  }
}
