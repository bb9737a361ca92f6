package dev.hybridmim.trainer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.trainer.safetensors.SafetensorsException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a header says, it is either sound by an independent count or refused with a typed error.
 */
class SafetensorsFuzzTest {
  private static final long SEED = 20231018;

  @Test
  void aHundredThousandMutatedHeadersAreSoundOrRefused() {
    HeaderMutations mutations = new HeaderMutations(SEED);
    Set<Problem> problems = EnumSet.noneOf(Problem.class);
    int sound = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] json = mutations.next();
      try {
        assertSound(SafetensorsHeader.parse(json, HeaderMutations.DATA_BYTES, "mutation " + i));
        sound++;
      } catch (SafetensorsException refused) {
        problems.add(refused.problem());
      } catch (RuntimeException | Error unexpected) {
        throw new AssertionError(
            "Mutation " + i + " of seed " + SEED + ": " + new String(json, StandardCharsets.UTF_8),
            unexpected);
      }
    }

    assertThat(sound).as("mutations that leave a header sound").isBetween(1_000, 50_000);
    assertThat(problems)
        .contains(
            Problem.MALFORMED_HEADER,
            Problem.DUPLICATE_NAME,
            Problem.UNKNOWN_TYPE,
            Problem.WRONG_LENGTH,
            Problem.OVERLAP,
            Problem.GAP,
            Problem.TRUNCATED_DATA,
            Problem.TRAILING_BYTES);
  }

  @Test
  void mutatedFilesAreReadableToTheLastByteOrRefused(@TempDir Path directory) throws IOException {
    HeaderMutations mutations = new HeaderMutations(SEED + 1);
    Path file = directory.resolve("mutated.safetensors");
    int read = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] json = mutations.next();
      ByteBuffer bytes =
          ByteBuffer.allocate(Long.BYTES + json.length + HeaderMutations.DATA_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(json.length).put(json);
      Files.write(file, bytes.array());
      try (SafetensorsFile open = SafetensorsFile.open(file)) {
        long total = open.tensors().values().stream().mapToLong(Tensor::byteLength).sum();
        assertThat(total).isEqualTo(HeaderMutations.DATA_BYTES);
        read++;
      } catch (SafetensorsException refused) {
        assertThat(refused.problem()).isNotNull();
      }
    }
    assertThat(read).isPositive();
  }

  private static void assertSound(SafetensorsHeader header) {
    boolean[] owned = new boolean[HeaderMutations.DATA_BYTES];
    Set<String> names = new HashSet<>();
    for (TensorEntry entry : header.entries()) {
      long elements = 1;
      for (long edge : entry.shape()) {
        elements *= edge;
      }
      if (!names.add(entry.name()) || entry.byteLength() != elements * entry.dtype().bytes()) {
        throw new AssertionError("not sound: " + entry);
      }
      for (long at = entry.begin(); at < entry.end(); at++) {
        if (owned[(int) at]) {
          throw new AssertionError("byte " + at + " belongs to two arrays");
        }
        owned[(int) at] = true;
      }
    }
    for (boolean byOne : owned) {
      if (!byOne) {
        throw new AssertionError("a byte belongs to no array: " + header);
      }
    }
  }
}
