package dev.hybridmim.trainer.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hybridmim.trainer.safetensors.SafetensorsException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A header that was checked against the rules of the package's description.
 *
 * @param metadata the strings of {@code __metadata__}, empty when there is none
 * @param entries the arrays in the order of their bytes
 */
public record SafetensorsHeader(SortedMap<String, String> metadata, List<TensorEntry> entries) {
  /** Longest header that is read or written. */
  public static final int MAXIMUM_BYTES = 100_000_000;

  static final String METADATA = "__metadata__";

  private static final Comparator<TensorEntry> BY_OFFSET =
      Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end);

  /** Copies both, so that the header does not change. */
  public SafetensorsHeader {
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    entries = List.copyOf(entries);
  }

  /**
   * Parses and checks a header.
   *
   * @param json the header's bytes, without the length field
   * @param dataBytes how many bytes follow the header in the file
   * @param source what is read, for messages
   * @throws SafetensorsException when the header breaks a rule
   */
  public static SafetensorsHeader parse(byte[] json, long dataBytes, String source) {
    if (json.length > MAXIMUM_BYTES) {
      throw new SafetensorsException(
          Problem.HEADER_TOO_LARGE,
          source + ": the header has " + json.length + " bytes, more than " + MAXIMUM_BYTES + ".");
    }
    SafetensorsHeader header = new Parsing(source).header(json);
    header.requireSeamless(dataBytes, source);
    return header;
  }

  private void requireSeamless(long dataBytes, String source) {
    long position = 0;
    for (TensorEntry entry : entries) {
      if (entry.begin() != position) {
        throw new SafetensorsException(
            entry.begin() < position ? Problem.OVERLAP : Problem.GAP,
            source
                + ": the array '"
                + entry.name()
                + "' begins at byte "
                + entry.begin()
                + ", but the one before it ends at "
                + position
                + ".");
      }
      position = entry.end();
    }
    if (position != dataBytes) {
      throw new SafetensorsException(
          position > dataBytes ? Problem.TRUNCATED_DATA : Problem.TRAILING_BYTES,
          source
              + ": the arrays end at byte "
              + position
              + ", but there are "
              + dataBytes
              + " bytes of data.");
    }
  }

  /** Reads the JSON member by member; nothing is bound by reflection. */
  private static final class Parsing {
    private static final JsonFactory JSON =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names come from outside: they belong neither into a shared symbol table nor into the
            // JVM's.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNameLength(MAXIMUM_BYTES)
                    .maxStringLength(MAXIMUM_BYTES)
                    .maxNestingDepth(16)
                    .build())
            .build();

    private final String source;
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final List<TensorEntry> entries = new ArrayList<>();

    Parsing(String source) {
      this.source = source;
    }

    SafetensorsHeader header(byte[] json) {
      if (json.length == 0 || json[0] != '{') {
        throw malformed("the header does not begin with '{'", null);
      }
      // A reader of ours: the parser would otherwise guess the encoding from the first bytes.
      try (Reader reader =
              new InputStreamReader(
                  new ByteArrayInputStream(json),
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT));
          JsonParser parser = JSON.createParser(reader)) {
        parser.nextToken();
        members(parser);
        if (parser.nextToken() != null) {
          throw malformed("something follows the header's object", null);
        }
      } catch (CharacterCodingException e) {
        throw malformed("the header is not UTF-8", e);
      } catch (JsonProcessingException e) {
        if (e.getOriginalMessage() != null
            && e.getOriginalMessage().startsWith("Duplicate field")) {
          throw new SafetensorsException(
              Problem.DUPLICATE_NAME,
              source + ": a name occurs twice in the header: " + e.getOriginalMessage() + ".",
              e);
        }
        throw malformed(
            "the header is not JSON of the expected form: " + e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw malformed("the header could not be decoded", e);
      }
      entries.sort(BY_OFFSET);
      return new SafetensorsHeader(metadata, entries);
    }

    private void members(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = text(parser.currentName());
        parser.nextToken();
        if (name.equals(METADATA)) {
          readMetadata(parser);
        } else {
          entries.add(entry(name, parser));
        }
      }
    }

    private void readMetadata(JsonParser parser) throws IOException {
      require(parser, JsonToken.START_OBJECT, METADATA + " is not an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = text(parser.currentName());
        parser.nextToken();
        require(parser, JsonToken.VALUE_STRING, METADATA + " holds a value that is not a string");
        metadata.put(key, text(parser.getText()));
      }
    }

    private TensorEntry entry(String name, JsonParser parser) throws IOException {
      require(parser, JsonToken.START_OBJECT, "the member '" + name + "' is not an object");
      TensorType dtype = null;
      long[] shape = null;
      long[] offsets = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "dtype" -> dtype = type(name, parser);
          case "shape" -> shape = counts(name, parser);
          case "data_offsets" -> offsets = counts(name, parser);
          // Additive evolution of the format: what is not known is not needed to find the bytes.
          default -> parser.skipChildren();
        }
      }
      if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
        throw malformed(
            "the array '" + name + "' lacks dtype, shape or a pair of data_offsets", null);
      }
      return checkedLength(new TensorEntry(name, dtype, shape, offsets[0], offsets[1]));
    }

    private TensorEntry checkedLength(TensorEntry entry) {
      long expected;
      try {
        expected = Tensor.byteLength(entry.dtype(), entry.shape());
      } catch (IllegalArgumentException e) {
        throw new SafetensorsException(
            Problem.SIZE_OVERFLOW,
            source + ": the array '" + entry.name() + "': " + e.getMessage(),
            e);
      }
      if (entry.byteLength() != expected) {
        throw new SafetensorsException(
            Problem.WRONG_LENGTH,
            source
                + ": the array "
                + entry
                + " needs "
                + expected
                + " bytes and has "
                + entry.byteLength()
                + ".");
      }
      return entry;
    }

    private TensorType type(String name, JsonParser parser) throws IOException {
      require(parser, JsonToken.VALUE_STRING, "the dtype of '" + name + "' is not a string");
      String word = parser.getText();
      for (TensorType type : TensorType.values()) {
        if (type.name().equals(word)) {
          return type;
        }
      }
      throw new SafetensorsException(
          Problem.UNKNOWN_TYPE,
          source
              + ": the array '"
              + name
              + "' has the type '"
              + word
              + "'; known are "
              + Arrays.toString(TensorType.values())
              + ".");
    }

    private long[] counts(String name, JsonParser parser) throws IOException {
      require(
          parser, JsonToken.START_ARRAY, "shape or data_offsets of '" + name + "' is not a list");
      long[] values = new long[4];
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        require(
            parser,
            JsonToken.VALUE_NUMBER_INT,
            "shape or data_offsets of '" + name + "' holds something else than a count");
        // The text, because the number -0 reads as 0.
        if (parser.getText().startsWith("-")) {
          throw malformed("shape or data_offsets of '" + name + "' holds a negative number", null);
        }
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = parser.getLongValue();
      }
      return Arrays.copyOf(values, count);
    }

    private void require(JsonParser parser, JsonToken wanted, String otherwise) {
      if (parser.currentToken() != wanted) {
        throw malformed(otherwise, null);
      }
    }

    /** JSON escapes can spell half a surrogate pair, which no UTF-8 string holds. */
    private String text(String value) {
      for (int i = 0; i < value.length(); i++) {
        char unit = value.charAt(i);
        if (Character.isHighSurrogate(unit)
            && i + 1 < value.length()
            && Character.isLowSurrogate(value.charAt(i + 1))) {
          i++;
        } else if (Character.isSurrogate(unit)) {
          throw malformed("a name or string holds half a surrogate pair", null);
        }
      }
      return value;
    }

    private SafetensorsException malformed(String what, Throwable cause) {
      return new SafetensorsException(Problem.MALFORMED_HEADER, source + ": " + what + ".", cause);
    }
  }
}
