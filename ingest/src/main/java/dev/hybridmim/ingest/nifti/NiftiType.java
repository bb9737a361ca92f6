package dev.hybridmim.ingest.nifti;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
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

  /** True when every number of the type fits into 16 bits. */
  boolean hasCodes() {
    return this == UINT8 || this == INT8 || this == INT16 || this == UINT16;
  }

  /**
   * What each 16-bit code means, scaled: for {@link #hasCodes} only.
   *
   * @return by the code's bits as an unsigned number; may hold infinities
   */
  float[] meaning(double slope, double intercept) {
    float[] meaning = new float[1 << Short.SIZE];
    boolean signed = this == INT8 || this == INT16;
    for (int code = 0; code < meaning.length; code++) {
      meaning[code] = (float) ((signed ? (short) code : code) * slope + intercept);
    }
    return meaning;
  }

  /**
   * Reads voxels that lie one after the other as codes: for {@link #hasCodes} only.
   *
   * @param from bytes and, over the same bytes, 16-bit numbers
   * @param first number of the first voxel in it
   */
  void readCodes(byte[] from, ShortBuffer numbers, int first, short[] into, int at, int count) {
    if (bytes == Short.BYTES) {
      numbers.get(first, into, at, count);
      return;
    }
    int mask = this == UINT8 ? 0xff : -1;
    for (int n = 0; n < count; n++) {
      into[at + n] = (short) (from[first + n] & mask);
    }
  }

  /**
   * Reads voxels that lie one after the other.
   *
   * @param offset of the first voxel in bytes
   */
  abstract void read(ByteBuffer from, int offset, double[] into, int count);
}
