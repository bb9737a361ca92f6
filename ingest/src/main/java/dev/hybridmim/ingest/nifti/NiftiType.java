package dev.hybridmim.ingest.nifti;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The voxel types that can be read: NIfTI's integers and floats. */
enum NiftiType {
  UINT8(2, 1) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.get(offset + n) & 0xff;
      }
    }
  },
  INT16(4, 2) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.getShort(offset + 2 * n);
      }
    }
  },
  INT32(8, 4) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.getInt(offset + 4 * n);
      }
    }
  },
  FLOAT32(16, 4) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.getFloat(offset + 4 * n);
      }
    }
  },
  FLOAT64(64, 8) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.getDouble(offset + 8 * n);
      }
    }
  },
  INT8(256, 1) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.get(offset + n);
      }
    }
  },
  UINT16(512, 2) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.getShort(offset + 2 * n) & 0xffff;
      }
    }
  },
  UINT32(768, 4) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.getInt(offset + 4 * n) & 0xffffffffL;
      }
    }
  },
  INT64(1024, 8) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        into[n] = from.getLong(offset + 8 * n);
      }
    }
  },
  UINT64(1280, 8) {
    @Override
    void read(ByteBuffer from, int offset, double[] into, int count) {
      for (int n = 0; n < count; n++) {
        long bits = from.getLong(offset + 8 * n);
        // Halved with the lost bit kept, so that the rounding of the conversion is right above 2^63
        // as well.
        into[n] = bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
      }
    }
  };

  private final int code;
  private final int bytes;

  NiftiType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type of a header's {@code datatype}, or nothing when it can't be read. */
  static Optional<NiftiType> ofCode(int code) {
    for (NiftiType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  int code() {
    return code;
  }

  /** Bytes of one voxel. */
  int bytes() {
    return bytes;
  }

  /**
   * Reads voxels that lie one after the other.
   *
   * @param offset of the first voxel in bytes
   */
  abstract void read(ByteBuffer from, int offset, double[] into, int count);
}
