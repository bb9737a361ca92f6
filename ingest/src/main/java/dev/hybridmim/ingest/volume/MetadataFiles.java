package dev.hybridmim.ingest.volume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.prepare.Grid;
import dev.hybridmim.ingest.prepare.Intensity;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
import dev.hybridmim.ingest.prepare.VoxelRange;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Writes and reads the JSON of the format; this package's documentation specifies it. */
final class MetadataFiles {
  static final String FILE = "zarr.json";
  static final String ARRAY = "0";
  static final int FORMAT = 1;

  private static final String[] AXES = {"x", "y", "z"};

  private MetadataFiles() {}

  /** What a root metadata file says. */
  record Root(VolumeMetadata metadata, ChunkGrid chunks, Quantisation quantisation) {}

  static byte[] array(ChunkGrid chunks) {
    return bytes(arrayNode(chunks));
  }

  static byte[] root(VolumeMetadata metadata, ChunkGrid chunks) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("zarr_format", 3);
    root.put("node_type", "group");
    ObjectNode attributes = root.putObject("attributes");
    attributes.set("ome", omeNode(metadata.geometry().preparedGrid()));
    attributes.set("hybridmim", ownNode(metadata));
    ObjectNode consolidated = root.putObject("consolidated_metadata");
    consolidated.put("kind", "inline");
    consolidated.put("must_understand", false);
    consolidated.putObject("metadata").set(ARRAY, arrayNode(chunks));
    return bytes(root);
  }

  /**
   * Reads a root metadata file.
   *
   * @param key names the file in messages
   */
  static Root parse(byte[] json, String key) throws DamagedVolumeException {
    JsonNode root;
    try {
      root = Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new DamagedVolumeException(key, "is not JSON", e);
    }
    try {
      JsonNode own = required(root.path("attributes"), "hybridmim");
      if (own.path("format").asInt() != FORMAT) {
        throw new IllegalArgumentException("format " + own.path("format"));
      }
      VolumeMetadata metadata =
          new VolumeMetadata(
              required(own, "id").asText(),
              required(own, "recipe").asText(),
              Modality.valueOf(
                  "MODALITY_" + required(own, "modality").asText().toUpperCase(Locale.ROOT)),
              new Intensity(
                  number(required(own, "intensity"), "low"),
                  number(required(own, "intensity"), "high")),
              geometry(required(own, "geometry")));
      JsonNode array = required(root.path("consolidated_metadata").path("metadata"), ARRAY);
      ChunkGrid chunks = chunks(array);
      if (!java.util.Arrays.equals(chunks.shape(), metadata.shape())) {
        throw new IllegalArgumentException("two shapes");
      }
      return new Root(metadata, chunks, new Quantisation(required(own, "levels").asInt()));
    } catch (IllegalArgumentException e) {
      throw new DamagedVolumeException(
          key, "is not metadata of a prepared volume (" + e.getMessage() + ")", e);
    }
  }

  private static ObjectNode arrayNode(ChunkGrid chunks) {
    ObjectNode array = Json.mapper().createObjectNode();
    array.put("zarr_format", 3);
    array.put("node_type", "array");
    array.set("shape", numbers(chunks.shape()));
    array.put("data_type", "uint16");
    ObjectNode grid = array.putObject("chunk_grid");
    grid.put("name", "regular");
    grid.putObject("configuration").set("chunk_shape", numbers(chunks.chunk()));
    ObjectNode keys = array.putObject("chunk_key_encoding");
    keys.put("name", "default");
    keys.putObject("configuration").put("separator", "/");
    array.put("fill_value", 0);
    ArrayNode codecs = array.putArray("codecs");
    ObjectNode bytes = codecs.addObject();
    bytes.put("name", "bytes");
    bytes.putObject("configuration").put("endian", "little");
    ObjectNode zstd = codecs.addObject();
    zstd.put("name", "zstd");
    zstd.putObject("configuration").put("level", ChunkCodec.ZSTD_LEVEL).put("checksum", false);
    codecs.addObject().put("name", "crc32c");
    array.putArray("dimension_names").add(AXES[0]).add(AXES[1]).add(AXES[2]);
    array.putObject("attributes");
    return array;
  }

  private static ObjectNode omeNode(Grid grid) {
    ObjectNode ome = Json.mapper().createObjectNode();
    ome.put("version", "0.5");
    ObjectNode multiscale = ome.putArray("multiscales").addObject();
    ArrayNode axes = multiscale.putArray("axes");
    for (String axis : AXES) {
      axes.addObject().put("name", axis).put("type", "space").put("unit", "millimeter");
    }
    ObjectNode dataset = multiscale.putArray("datasets").addObject();
    dataset.put("path", ARRAY);
    ArrayNode transformations = dataset.putArray("coordinateTransformations");
    ObjectNode scale = transformations.addObject();
    scale.put("type", "scale");
    scale.set("scale", numbers(grid.spacing()));
    ObjectNode translation = transformations.addObject();
    translation.put("type", "translation");
    translation.set("translation", numbers(grid.affine().apply(0, 0, 0)));
    return ome;
  }

  private static ObjectNode ownNode(VolumeMetadata metadata) {
    ObjectNode own = Json.mapper().createObjectNode();
    own.put("format", FORMAT);
    own.put("id", metadata.id());
    own.put("recipe", metadata.recipe());
    own.put("levels", Quantisation.WRITTEN.levels());
    own.put(
        "modality",
        metadata.modality().name().substring("MODALITY_".length()).toLowerCase(Locale.ROOT));
    own.putObject("intensity")
        .put("low", metadata.intensity().low())
        .put("high", metadata.intensity().high());
    PreparedGeometry geometry = metadata.geometry();
    own.set("affine", numbers(geometry.preparedGrid().affine().toRowMajor()));
    ObjectNode node = own.putObject("geometry");
    node.set("source", gridNode(geometry.source()));
    node.set("oriented", gridNode(geometry.oriented()));
    node.set("resampled", gridNode(geometry.resampled()));
    node.set("foreground", boxNode(geometry.foreground()));
    node.set("prepared", boxNode(geometry.prepared()));
    return own;
  }

  private static ObjectNode gridNode(Grid grid) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.set("shape", numbers(grid.shape()));
    node.set("affine", numbers(grid.affine().toRowMajor()));
    return node;
  }

  private static ObjectNode boxNode(VoxelRange box) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.set("origin", numbers(box.origin()));
    node.set("size", numbers(box.size()));
    return node;
  }

  private static PreparedGeometry geometry(JsonNode node) {
    return new PreparedGeometry(
        grid(required(node, "source")),
        grid(required(node, "oriented")),
        grid(required(node, "resampled")),
        box(required(node, "foreground")),
        box(required(node, "prepared")));
  }

  private static Grid grid(JsonNode node) {
    return Grid.of(integers(node, "shape"), Affine.of(doubles(node, "affine", 16)));
  }

  private static VoxelRange box(JsonNode node) {
    int[] origin = integers(node, "origin");
    int[] size = integers(node, "size");
    return new VoxelRange(origin[0], origin[1], origin[2], size[0], size[1], size[2]);
  }

  /** Refuses every array that this format does not write. */
  private static ChunkGrid chunks(JsonNode array) {
    int[] shape = integers(array, "shape");
    JsonNode chunkShape = array.path("chunk_grid").path("configuration");
    int[] chunk = integers(chunkShape, "chunk_shape");
    for (int axis = 0; axis < 3; axis++) {
      if (shape[axis] < 1 || chunk[axis] < 1 || chunk[axis] > ChunkGrid.MAX_EDGE) {
        throw new IllegalArgumentException("impossible sizes");
      }
    }
    ChunkGrid chunks = new ChunkGrid(shape, chunk);
    ObjectNode expected = arrayNode(chunks);
    for (String field : new String[] {"data_type", "chunk_grid", "chunk_key_encoding", "codecs"}) {
      if (!expected.get(field).equals(array.get(field))) {
        throw new IllegalArgumentException("another " + field);
      }
    }
    return chunks;
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("no " + field);
    }
    return value;
  }

  private static double number(JsonNode node, String field) {
    JsonNode value = required(node, field);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(field + " is no number");
    }
    return value.asDouble();
  }

  private static int[] integers(JsonNode node, String field) {
    double[] numbers = doubles(node, field, 3);
    int[] integers = new int[numbers.length];
    for (int n = 0; n < numbers.length; n++) {
      integers[n] = (int) numbers[n];
      if (integers[n] != numbers[n]) {
        throw new IllegalArgumentException(field + " are no integers");
      }
    }
    return integers;
  }

  private static double[] doubles(JsonNode node, String field, int count) {
    JsonNode values = required(node, field);
    if (!values.isArray() || values.size() != count) {
      throw new IllegalArgumentException(field + " has not " + count + " numbers");
    }
    double[] numbers = new double[count];
    for (int n = 0; n < count; n++) {
      numbers[n] = values.get(n).asDouble(Double.NaN);
    }
    return numbers;
  }

  private static ArrayNode numbers(int[] values) {
    ArrayNode array = Json.mapper().createArrayNode();
    for (int value : values) {
      array.add(value);
    }
    return array;
  }

  private static ArrayNode numbers(double[] values) {
    ArrayNode array = Json.mapper().createArrayNode();
    for (double value : values) {
      array.add(value);
    }
    return array;
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return Json.mapper().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
