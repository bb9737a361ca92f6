/**
 * Arrays in files: a reader and a writer of the safetensors format, little-endian and without any
 * code execution.
 *
 * <h2>Format</h2>
 *
 * <pre>
 * file    = length header data
 * length  = unsigned 64-bit little-endian: bytes of header
 * header  = UTF-8 JSON object, first byte '{', may end with spaces
 * data    = the arrays' bytes, end to end
 * </pre>
 *
 * <p>Each member of the header but {@code __metadata__} describes one array:
 *
 * <pre>
 * "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}
 * </pre>
 *
 * <ul>
 *   <li>{@code dtype}: one of the words of {@link dev.hybridmim.trainer.safetensors.TensorType}.
 *       Other words are refused, also those that newer writers know (unsigned 16 to 64 bit, 8-bit
 *       floats): nothing here trains on them.
 *   <li>{@code shape}: non-negative edges, outermost first; {@code []} is a scalar. C order.
 *   <li>{@code data_offsets}: first byte and byte after the last, counted from the beginning of
 *       data.
 *   <li>{@code __metadata__}: optional, an object whose values are strings.
 * </ul>
 *
 * <h2>What a reader refuses</h2>
 *
 * <p>The rules are those of the Python package {@code safetensors} and of its format description;
 * each has a {@link dev.hybridmim.trainer.safetensors.SafetensorsException.Problem} of its own:
 *
 * <ul>
 *   <li>a file shorter than its header says, a header longer than 100,000,000 bytes;
 *   <li>a header that is not UTF-8, not JSON, or not of the shape above; a name twice;
 *   <li>an unknown type;
 *   <li>arrays that overlap or leave a gap: sorted by offset, each begins where the one before it
 *       ends, the first at 0;
 *   <li>an array whose length is not elements times element size, or whose size overflows;
 *   <li>data that ends before or after the last array.
 * </ul>
 *
 * <h2>What the writer makes</h2>
 *
 * <p>The same arrays give the same bytes: the header is compact JSON, {@code __metadata__} first
 * with its keys sorted, then the arrays sorted by type (I64, F64, F32, I32, BF16, F16, I16, I8, U8,
 * BOOL, so that every array is aligned to its element) and then by the UTF-8 bytes of the name; it
 * is padded with spaces to a multiple of eight bytes.
 *
 * <h2>Sizes</h2>
 *
 * <p>Offsets are 64-bit, so a file may be larger than 2 GiB; a single array may not, because Java
 * addresses a buffer with 31 bits. Reading maps the file: heap is used for the header only.
 */
package dev.hybridmim.trainer.safetensors;
