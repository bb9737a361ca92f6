// Reads array "0" of the Zarr v3 group in the directory given, with npm's zarrita, and prints what it found as JSON.
import * as zarr from "zarrita";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const directory = process.argv[2];
const store = {
  async get(key) {
    try {
      return new Uint8Array(await readFile(join(directory, key)));
    } catch (error) {
      if (error.code === "ENOENT") return undefined;
      throw error;
    }
  },
};

const group = await zarr.open.v3(store, { kind: "group" });
const array = await zarr.open.v3(group.resolve("0"), { kind: "array" });
const { data, shape } = await zarr.get(array);
let weighted = 0n;
for (let n = 0; n < data.length; n++) weighted += BigInt(data[n]) * BigInt(n + 1);
console.log(
  JSON.stringify({
    shape,
    dtype: array.dtype,
    chunks: array.chunks,
    ome: group.attrs.ome.version,
    scale: group.attrs.ome.multiscales[0].datasets[0].coordinateTransformations[0].scale,
    levels: group.attrs.hybridmim.levels,
    weightedSum: weighted.toString(),
  }),
);
