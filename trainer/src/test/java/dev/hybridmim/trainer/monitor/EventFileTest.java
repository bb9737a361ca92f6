package dev.hybridmim.trainer.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.trainer.testing.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  /** Framing, checksums and fields by their published descriptions, in another language. */
  private static final String READER =
      """
      import struct, sys
      table = []
      for n in range(256):
          for _ in range(8):
              n = (n >> 1) ^ (0x82F63B78 if n & 1 else 0)
          table.append(n)
      def masked(data):
          crc = 0xFFFFFFFF
          for byte in data:
              crc = table[(crc ^ byte) & 255] ^ (crc >> 8)
          crc ^= 0xFFFFFFFF
          return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
      def fields(data):
          at = 0
          def varint():
              nonlocal at
              value = shift = 0
              while True:
                  byte = data[at]; at += 1
                  value |= (byte & 127) << shift; shift += 7
                  if byte < 128: return value
          while at < len(data):
              key = varint()
              kind = key & 7
              if kind == 0: yield key >> 3, varint()
              elif kind == 1: yield key >> 3, struct.unpack('<d', data[at:at + 8])[0]; at += 8
              elif kind == 5: yield key >> 3, struct.unpack('<f', data[at:at + 4])[0]; at += 4
              elif kind == 2:
                  size = varint(); yield key >> 3, data[at:at + size]; at += size
              else: raise ValueError(kind)
      raw = open(sys.argv[1], 'rb').read()
      at = 0
      while at < len(raw):
          length, check = struct.unpack('<QI', raw[at:at + 12])
          assert check == masked(raw[at:at + 8]), 'length'
          data = raw[at + 12:at + 12 + length]
          check, = struct.unpack('<I', raw[at + 12 + length:at + 16 + length])
          assert check == masked(data), 'data'
          at += 16 + length
          event = dict(fields(data))
          what = event.get(3) or b''
          if 7 in event: what = b'START %d' % dict(fields(event[7]))[1]
          line = '%d %d %s' % (event[1], event.get(2, 0), what.decode())
          for number, value in fields(event.get(5, b'')):
              assert number == 1
              scalar = dict(fields(value))
              line += ' %s=%g' % (scalar[1].decode(), scalar[2])
          print(line)
      """;

  @TempDir Path directory;

  @Test
  void anotherProgramReadsEveryScalar() throws Exception {
    try (EventFile events = EventFile.open(directory.resolve("run"), 4, Steps.TIME)) {
      events.step(Steps.at(4, 0.75));
      events.step(Steps.at(5, Double.NaN));
    }

    String rest =
        " loss/reconstruction=1 loss/number=2 loss/position=3 loss/consistency=4 loss/contrast=5 loss/rotation=0"
            + " optimizer/learning_rate=0.5 optimizer/gradient_norm=6"
            + " throughput/samples_per_second=32 throughput/wait_seconds=0.25"
            + " throughput/step_seconds=0.125 guards/skipped_steps=1";
    assertThat(Python.run(directory, READER, onlyFile()).lines())
        .containsExactly(
            "1767225600 0 brain.Event:2",
            "1767225600 4 START 1",
            "1767225604 4  loss/total=0.75" + rest,
            "1767225605 5 " + rest);
  }

  @Test
  void everyRecordHasTheChecksumsOfItsBytes() throws Exception {
    try (EventFile events = EventFile.open(directory.resolve("run"), 1, Steps.TIME)) {
      for (int step = 1; step <= 20; step++) {
        events.step(Steps.at(step, step));
      }
      // While it is open: a step is in the file when the call has returned.
      assertThat(countRecords(onlyFile())).isEqualTo(22);
    }
  }

  @Test
  void everyOpeningBeginsAFileThatSortsBehindTheOthers() throws Exception {
    for (int opening = 0; opening < 3; opening++) {
      EventFile.open(directory.resolve("run"), 1, Steps.TIME).close();
    }
    List<String> names;
    try (var files = Files.list(directory.resolve("run"))) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertThat(names)
        .containsExactly(
            "events.out.tfevents.1767225600000.hybridmim",
            "events.out.tfevents.1767225600001.hybridmim",
            "events.out.tfevents.1767225600002.hybridmim");
  }

  private static int countRecords(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int records = 0;
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(data);
      assertThat(bytes.getInt()).isEqualTo(masked(data));
      byte[] torn = Arrays.copyOf(data, data.length - 1);
      assertThat(masked(torn)).isNotEqualTo(masked(data));
      records++;
    }
    return records;
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    return (int) (((value >>> 15 | value << 17) & 0xffffffffL) + 0xa282ead8L);
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(directory.resolve("run"))) {
      return files.findFirst().orElseThrow();
    }
  }
}
