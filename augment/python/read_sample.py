"""Reads a record of topic `samples` with numpy alone. As a program: python3 read_sample.py RECORD_FILE

The format is specified in samples.proto and in the package-info of dev.hybridmim.augment.sample. FLOAT16_ZSTD needs the
program `zstd`; a ticket with `compression: COMPRESSION_NONE` is answered with plain FLOAT16.
"""
import subprocess, sys
import numpy as np


def fields(message):
    """Number -> value of a protobuf message without repeated fields: an int, or bytes for bytes, strings, messages."""
    def varint(at):
        value = shift = 0
        while message[at] > 127:
            value, shift, at = value | (message[at] & 127) << shift, shift + 7, at + 1
        return value | message[at] << shift, at + 1

    found, at = {}, 0
    while at < len(message):
        key, at = varint(at)
        if key & 7 == 0:
            found[key >> 3], at = varint(at)
            continue
        size, at = (8, at) if key & 7 == 1 else (4, at) if key & 7 == 5 else varint(at)
        piece, at = message[at:at + size], at + size
        found[key >> 3] = piece if key & 7 == 2 else int.from_bytes(piece, "little")
    return found


def crc32c(data):
    """Castagnoli's polynomial, bit-reflected; slow, but without any other module."""
    table = list(range(256))
    for _ in range(8):
        table = [n >> 1 ^ 0x82F63B78 * (n & 1) for n in table]
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def read(record):
    """(run, ticket, ordinal); voxels, float16 of shape (channels, i, j, k); mask of shape (i, j, k), True where hidden."""
    sample = fields(record)
    voxels, codes = sample[9], sample.get(10, b"")
    if crc32c(voxels + codes) != sample.get(15, 0):
        raise ValueError("The sample is damaged: don't train on it, ask its ticket again")
    if sample[8] == 2:  # FLOAT16_ZSTD
        voxels = subprocess.run(["zstd", "-dc"], input=voxels, stdout=subprocess.PIPE, check=True).stdout
    shape = [fields(sample[6])[axis] for axis in (1, 2, 3)]
    halves = np.frombuffer(voxels, "<f2").reshape([sample[7]] + shape)
    region, patch = sample[11], sample[12]
    regions, edge = [n // region for n in shape], region // patch
    bits = np.unpackbits(np.frombuffer(codes, np.uint8).reshape(np.prod(regions), -1), axis=1, bitorder="little")
    patches = bits[:, :edge ** 3].reshape(regions + [edge] * 3).transpose(0, 3, 1, 4, 2, 5)
    mask = patches.reshape([n * edge for n in regions]).astype(bool).repeat(patch, 0).repeat(patch, 1).repeat(patch, 2)
    return (sample[1].decode(), sample.get(2, 0), sample.get(3, 0)), halves, mask


if __name__ == "__main__":
    name, halves, mask = read(open(sys.argv[1], "rb").read())
    sums = [halves.astype("f8")[..., part].sum() for part in (mask, ~mask)]
    print(*name, halves.dtype, *halves.shape, mask.sum(), *["%.9g" % total for total in sums])
