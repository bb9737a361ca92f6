package dev.hybridmim.ingest.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.dicom.DicomException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class RleDecoderTest {
  private static final PixelFormat FORMAT = new PixelFormat(1, 5, 1, 16, 16, 15, false);

  @Test
  void literalAndRepeatedRunsOfBothSegmentsAreJoined() throws DicomException {
    int[] pixels = new int[5];
    byte[] high = {-2, 1, 1, 2, 3};
    byte[] low = {-128, 4, 10, 20, 30, 40, 50};
    new RleDecoder().decode(frame(high, low), FORMAT, pixels);
    assertThat(pixels).containsExactly(0x10a, 0x114, 0x11e, 0x228, 0x332);
  }

  @Test
  void runsBeyondSegmentOrFrameAreRefused() {
    assertRefused(new byte[] {-2, 1, 1, 2, 3}, new byte[] {4, 10, 20});
    assertRefused(new byte[] {-2, 1, 1, 2, 3}, new byte[] {-9, 1});
    assertRefused(new byte[] {-2, 1}, new byte[] {4, 10, 20, 30, 40, 50});
    assertThatThrownBy(() -> new RleDecoder().decode(new byte[64], FORMAT, new int[5]))
        .isInstanceOf(DicomException.class);
  }

  private static void assertRefused(byte[] high, byte[] low) {
    assertThatThrownBy(() -> new RleDecoder().decode(frame(high, low), FORMAT, new int[5]))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("RLE");
  }

  private static byte[] frame(byte[] high, byte[] low) {
    ByteBuffer frame =
        ByteBuffer.allocate(64 + high.length + low.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0, 2).putInt(4, 64).putInt(8, 64 + high.length);
    frame.position(64);
    return frame.put(high).put(low).array();
  }
}
