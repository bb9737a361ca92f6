package dev.hybridmim.trainer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hybridmim.trainer.safetensors.SafetensorsException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  /**
   * Made with the Python package safetensors 0.8.0: every type this reader knows, a scalar, an
   * empty array, an awkward name.
   */
  private static final String PYTHON_FILE = "all-types.safetensors";

  @TempDir Path directory;

  @Test
  void readsWhatPythonWroteAndWritesTheSameBytes() throws IOException {
    byte[] python = resource(PYTHON_FILE);
    Path original = Files.write(directory.resolve("python.safetensors"), python);

    Map<String, Tensor> tensors = SafetensorsFile.readAll(original);

    assertThat(tensors).hasSize(TensorType.values().length);
    assertThat(tensors.get("b")).isEqualTo(new Tensor(TensorType.F32, new long[] {2}, counting(8)));
    assertThat(tensors.get("c\u00e9\u0001\""))
        .isEqualTo(new Tensor(TensorType.I64, new long[0], counting(8)));
    assertThat(tensors.get("d").elements()).isZero();
    Path copy = directory.resolve("copy.safetensors");
    SafetensorsWriter.write(copy, tensors, Map.of("format", "pt"));
    assertThat(copy).hasBinaryContent(python);
  }

  @Test
  void aFileWithoutArraysIsSound() {
    Path file = directory.resolve("empty.safetensors");
    SafetensorsWriter.write(file, Map.of(), Map.of());

    assertThat(SafetensorsFile.readAll(file)).isEmpty();
  }

  @Test
  void anArrayBeyondTwoGibibytesIsFound() throws IOException {
    long first = 3L << 30;
    Path file = directory.resolve("sparse.safetensors");
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":["
            + first
            + "],\"data_offsets\":[0,"
            + first
            + "]},\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":["
            + first
            + ","
            + (first + 4)
            + "]}}";
    byte[] head = withLength(header.getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(head), 0);
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), head.length + first);
    }

    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThat(open.tensor("b").data().getInt()).isEqualTo(0x04030201);
      assertThat(problemOf(() -> open.tensor("a"))).isEqualTo(Problem.TENSOR_TOO_LARGE);
    }
  }

  @Test
  void theWriterCountsBeyondTwoGibibytes() throws IOException {
    long edge = 1L << 30;
    Path zeros = directory.resolve("zeros");
    Map<String, Tensor> tensors = new TreeMap<>();
    try (FileChannel channel =
        FileChannel.open(
            zeros,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.allocate(1), edge - 1);
      Tensor tensor =
          new Tensor(
              TensorType.U8,
              new long[] {edge},
              channel.map(FileChannel.MapMode.READ_ONLY, 0, edge));
      tensors.put("a", tensor);
      tensors.put("b", tensor);
      tensors.put("c", tensor);
    }
    Counting counting = new Counting();

    SafetensorsWriter.write(counting, tensors, Map.of());

    assertThat(counting.head)
        .contains(
            "\"c\":{\"dtype\":\"U8\",\"shape\":[1073741824],\"data_offsets\":[2147483648,3221225472]}");
    assertThat(counting.bytes).isEqualTo(Long.BYTES + counting.head.length() + 3 * edge);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          MALFORMED_HEADER | 0  | []
          MALFORMED_HEADER | 0  |  ` {}`
          MALFORMED_HEADER | 0  | {} x
          MALFORMED_HEADER | 0  | {
          MALFORMED_HEADER | 0  | {"a":1}
          MALFORMED_HEADER | 0  | {"a":{}}
          MALFORMED_HEADER | 0  | {"a":null}
          MALFORMED_HEADER | 4  | {"a":{"dtype":1,"shape":[4],"data_offsets":[0,4]}}
          MALFORMED_HEADER | 4  | {"a":{"dtype":"U8","shape":[4]}}
          MALFORMED_HEADER | 4  | {"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}
          MALFORMED_HEADER | 4  | {"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}
          MALFORMED_HEADER | 4  | {"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}
          MALFORMED_HEADER | 0  | {"a":{"dtype":"U8","shape":[-0],"data_offsets":[0,0]}}
          MALFORMED_HEADER | 4  | {"a":{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}}
          MALFORMED_HEADER | 4  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,8]}}
          MALFORMED_HEADER | 4  | {"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}}
          MALFORMED_HEADER | 0  | {"__metadata__":{"a":1}}
          MALFORMED_HEADER | 0  | {"__metadata__":[]}
          MALFORMED_HEADER | 0  | {"\\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}
          DUPLICATE_NAME   | 8  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}
          DUPLICATE_NAME   | 4  | {"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}
          DUPLICATE_NAME   | 0  | {"__metadata__":{"a":"1","a":"2"}}
          UNKNOWN_TYPE     | 4  | {"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}
          UNKNOWN_TYPE     | 4  | {"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}
          SIZE_OVERFLOW    | 4  | {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}
          WRONG_LENGTH     | 4  | {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}
          WRONG_LENGTH     | 4  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}
          OVERLAP          | 6  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}
          OVERLAP          | 4  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}
          GAP              | 9  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}
          GAP              | 5  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}
          TRUNCATED_DATA   | 3  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}
          TRAILING_BYTES   | 5  | {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}
          TRAILING_BYTES   | 1  | {}
          """)
  void aHeaderThatBreaksARuleIsRefusedByItsName(Problem problem, int dataBytes, String header)
      throws IOException {
    Path file = write(header.getBytes(StandardCharsets.UTF_8), dataBytes);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOfSatisfying(
            SafetensorsException.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageContaining(file.toString());
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    byte[] header =
        "{\"a?\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"
            .getBytes(StandardCharsets.UTF_8);
    header[3] = (byte) 0xff;

    assertThat(problemOf(() -> SafetensorsFile.open(write(header, 0))))
        .isEqualTo(Problem.MALFORMED_HEADER);
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(problemOf(() -> SafetensorsFile.open(write(utf16, 0))))
        .isEqualTo(Problem.MALFORMED_HEADER);
  }

  @Test
  void lengthFieldsThatLieAreRefused() throws IOException {
    assertThat(problemOf(() -> openBytes(new byte[7]))).isEqualTo(Problem.TRUNCATED_HEADER);
    assertThat(problemOf(() -> openBytes(lengthField(3)))).isEqualTo(Problem.TRUNCATED_HEADER);
    assertThat(problemOf(() -> openBytes(lengthField(100_000_001))))
        .isEqualTo(Problem.HEADER_TOO_LARGE);
    assertThat(problemOf(() -> openBytes(lengthField(-1)))).isEqualTo(Problem.HEADER_TOO_LARGE);
    assertThat(problemOf(() -> SafetensorsFile.open(directory.resolve("nowhere"))))
        .isEqualTo(Problem.UNREADABLE);
  }

  @Test
  void whatTheFormatKnowsAndWeDoNotNeedIsSkipped() throws IOException {
    Path file =
        write(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"order\":{\"c\":[1,{}]},\"data_offsets\":[0,1]}}  "
                .getBytes(StandardCharsets.UTF_8),
            1);

    assertThat(SafetensorsFile.readAll(file)).containsOnlyKeys("a");
  }

  @Test
  void namesTheFormatCannotHoldAreRefusedBeforeWriting() {
    Tensor tensor = Tensor.ofLongs(new long[0], 1);
    Path file = directory.resolve("refused.safetensors");

    assertThat(
            problemOf(
                () -> SafetensorsWriter.write(file, Map.of("__metadata__", tensor), Map.of())))
        .isEqualTo(Problem.UNUSABLE_NAME);
    assertThat(problemOf(() -> SafetensorsWriter.write(file, Map.of("\ud800", tensor), Map.of())))
        .isEqualTo(Problem.UNUSABLE_NAME);
  }

  @Test
  void anArrayThatIsNotThereIsNamed() {
    Path file = directory.resolve("one.safetensors");
    SafetensorsWriter.write(file, Map.of("a", Tensor.ofLongs(new long[0], 1)), Map.of());

    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThat(open.names()).containsExactly("a");
      assertThatThrownBy(() -> open.tensor("b")).hasMessageContaining("holds no array 'b'");
    }
  }

  private SafetensorsFile openBytes(byte[] bytes) throws IOException {
    return SafetensorsFile.open(Files.write(directory.resolve("bytes.safetensors"), bytes));
  }

  private Path write(byte[] header, int dataBytes) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(Long.BYTES + header.length + dataBytes);
    file.put(withLength(header));
    return Files.write(directory.resolve("made.safetensors"), file.array());
  }

  private static byte[] withLength(byte[] header) {
    return ByteBuffer.allocate(Long.BYTES + header.length)
        .put(lengthField(header.length))
        .put(header)
        .array();
  }

  private static byte[] lengthField(long length) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  private static ByteBuffer counting(int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    for (int i = 0; i < length; i++) {
      bytes.put(i, (byte) i);
    }
    return bytes;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SafetensorsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static Problem problemOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    SafetensorsException caught = catchThrowableOfType(SafetensorsException.class, call);
    assertThat(caught).isNotNull();
    return caught.problem();
  }

  /** Counts bytes instead of keeping them, but for the header. */
  private static final class Counting implements WritableByteChannel {
    private long bytes;
    private String head = "";

    @Override
    public int write(ByteBuffer source) {
      int count = source.remaining();
      if (bytes == Long.BYTES) {
        head = StandardCharsets.UTF_8.decode(source.duplicate()).toString();
      }
      source.position(source.limit());
      bytes += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
