package dev.hybridmim.ingest.dicom;

import dev.hybridmim.ingest.dicom.DicomException.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Parses one data set from an array. For one use and one thread. */
final class DataSetParser {
  private static final int UNDEFINED = -1;
  private static final int SHORTEST_ELEMENT = 8;
  private static final int GROUP_OF_DELIMITERS = 0xfffe;

  private final byte[] bytes;
  private final int limit;
  private final DicomLimits limits;
  private final int[] pathTags;
  private final int[] pathItems;
  private int depth;
  private boolean bigEndian;
  private boolean explicitVr;
  private boolean signed;
  private int position;
  private int elements;

  DataSetParser(byte[] bytes, int begin, int limit, TransferSyntax syntax, DicomLimits limits) {
    this.bytes = bytes;
    this.position = begin;
    this.limit = limit;
    this.explicitVr = syntax.explicitVr();
    this.bigEndian = syntax.bigEndian();
    this.limits = limits;
    this.pathTags = new int[limits.maxDepth() + 1];
    this.pathItems = new int[limits.maxDepth() + 1];
  }

  /** Where the next element begins. */
  int position() {
    return position;
  }

  /** Everything up to the end. */
  DataSet readAll() throws DicomException {
    return read(limit, false, CharacterSet.DEFAULT, Stop.NEVER);
  }

  /** Everything before the pixels, whether these follow or not. */
  DataSet readToPixels() throws DicomException {
    return read(limit, false, CharacterSet.DEFAULT, Stop.AT_PIXELS);
  }

  /** The elements of one group that stand here. */
  DataSet readGroup(int group) throws DicomException {
    return read(limit, false, CharacterSet.DEFAULT, new Stop(group, group));
  }

  /** Where to stop: before the first element whose group lies outside. */
  private record Stop(int firstGroup, int lastGroup) {
    static final Stop NEVER = new Stop(0, 0xffff);
    static final Stop AT_PIXELS = new Stop(0, Tag.PIXEL_GROUP - 1);

    boolean at(int tag) {
      int group = Tag.group(tag);
      return group < firstGroup || group > lastGroup;
    }
  }

  /**
   * A data set or an item.
   *
   * @param end nothing of it lies at or behind this
   * @param delimited whether an item delimitation ends it, and not the end
   */
  private DataSet read(int end, boolean delimited, CharacterSet inherited, Stop stop)
      throws DicomException {
    List<Element> read = new ArrayList<>();
    CharacterSet characterSet = inherited;
    boolean sorted = true;
    while (true) {
      if (position == end) {
        if (delimited) {
          throw truncated("An item has no end");
        }
        break;
      }
      if (end - position < SHORTEST_ELEMENT) {
        if (end == limit && onlyZeros(end)) {
          position = end;
          break;
        }
        throw truncated("The object ends within an element");
      }
      int tag = tag(position);
      if (Tag.group(tag) == GROUP_OF_DELIMITERS) {
        requireDelimitation(tag, delimited);
        break;
      }
      if (stop.at(tag)) {
        break;
      }
      if (tag == 0 && end == limit && onlyZeros(end)) {
        // Some writers fill the last block of a file.
        position = end;
        break;
      }
      Element element = element(tag, end, characterSet);
      if (isDropped(tag)) {
        continue;
      }
      if (tag == Tag.SPECIFIC_CHARACTER_SET) {
        characterSet = DataSet.of(element).characterSet();
      }
      sorted &= read.isEmpty() || Integer.compareUnsigned(last(read).tag(), tag) < 0;
      read.add(element);
    }
    return sorted
        ? DataSet.ofSorted(read.toArray(new Element[0]), inherited)
        : sorted(read, inherited);
  }

  private static Element last(List<Element> elements) {
    return elements.get(elements.size() - 1);
  }

  /** Order is forgiven, since it loses nothing; of two equal tags nobody knows the right one. */
  private DataSet sorted(List<Element> read, CharacterSet inherited) throws DicomException {
    DataSet dataSet = DataSet.of(read, inherited);
    if (dataSet.size() != read.size()) {
      throw corrupt("An element stands twice in one data set");
    }
    return dataSet;
  }

  /** Lengths of groups are retired and untrue as soon as anything changes; padding says nothing. */
  private static boolean isDropped(int tag) {
    return Tag.element(tag) == 0 && Tag.group(tag) > 2 || tag == Tag.DATA_SET_TRAILING_PADDING;
  }

  private void requireDelimitation(int tag, boolean delimited) throws DicomException {
    if (tag != Tag.ITEM_DELIMITATION || !delimited) {
      throw corrupt("A delimiter stands where an element must");
    }
    if (int32(position + 4) != 0) {
      throw corrupt("An item delimitation has a length");
    }
    position += 8;
  }

  private Element element(int tag, int end, CharacterSet characterSet) throws DicomException {
    count();
    pathTags[depth] = tag;
    pathItems[depth] = -1;
    depth++;
    Vr vr;
    int length;
    if (!explicitVr) {
      vr = DataDictionary.standard().vr(tag, signed);
      length = int32(position + 4);
      position += 8;
    } else {
      vr = explicitVr();
      if (vr.hasLongLength()) {
        if (end - position < 12) {
          throw truncated("The object ends within an element");
        }
        length = int32(position + 8);
        position += 12;
      } else {
        length = int16(position + 6);
        position += 8;
      }
    }
    Element element =
        length == UNDEFINED
            ? undefined(tag, vr, end, characterSet)
            : defined(tag, vr, length, end, characterSet);
    if (tag == Tag.PIXEL_REPRESENTATION && element instanceof Element.Value value) {
      signed = value.length() >= 2 && value.bytes().getShort(0) == 1;
    }
    depth--;
    return element;
  }

  private void count() throws DicomException {
    elements++;
    if (elements > limits.maxElements()) {
      throw new DicomException(
          Problem.BEYOND_LIMITS,
          where(),
          "More than " + limits.maxElements() + " elements stand in the object");
    }
  }

  private Vr explicitVr() throws DicomException {
    int first = bytes[position + 4] & 0xff;
    int second = bytes[position + 5] & 0xff;
    Vr vr = Vr.of(first, second).orElse(null);
    if (vr != null) {
      return vr;
    }
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
      throw corrupt("No value representation stands");
    }
    // Representations that come with later editions have the long form (PS3.5 6.2.2).
    return Vr.UN;
  }

  private Element defined(int tag, Vr vr, int length, int end, CharacterSet characterSet)
      throws DicomException {
    if (length < 0 || length > end - position) {
      throw truncated(
          "An element of %d bytes stands where %d are left"
              .formatted(length & 0xffffffffL, end - position));
    }
    if (vr == Vr.SQ) {
      return sequence(tag, position + length, false, characterSet);
    }
    Vr known = vr == Vr.UN ? DataDictionary.standard().vr(tag, signed) : vr;
    if (known == Vr.SQ) {
      return unknownSequence(tag, position + length, false, characterSet);
    }
    ByteBuffer value = value(vr, length);
    position += length;
    return new Element.Value(tag, known, value);
  }

  /** Numbers are turned to little-endian; those of unknown elements are that already. */
  private ByteBuffer value(Vr vr, int length) {
    int width = vr.width();
    if (bigEndian && width > 1) {
      byte[] turned = new byte[length];
      int whole = length - length % width;
      for (int n = 0; n < whole; n++) {
        turned[n] = bytes[position + (n / width) * width + width - 1 - n % width];
      }
      System.arraycopy(bytes, position + whole, turned, whole, length - whole);
      return ByteBuffer.wrap(turned);
    }
    return ByteBuffer.wrap(bytes, position, length);
  }

  private Element undefined(int tag, Vr vr, int end, CharacterSet characterSet)
      throws DicomException {
    if (vr == Vr.SQ) {
      return sequence(tag, end, true, characterSet);
    }
    if ((vr == Vr.OB || vr == Vr.OW) && tag == Tag.PIXEL_DATA) {
      return fragments(tag, vr, end);
    }
    if (vr == Vr.UN) {
      return unknownSequence(tag, end, true, characterSet);
    }
    throw corrupt("Only sequences and compressed pixels may leave their length open");
  }

  /** The items of an unknown element are in implicit VR, little-endian (PS3.5 6.2.2). */
  private Element unknownSequence(int tag, int end, boolean delimited, CharacterSet characterSet)
      throws DicomException {
    boolean explicitBefore = explicitVr;
    boolean bigBefore = bigEndian;
    explicitVr = false;
    bigEndian = false;
    Element sequence = sequence(tag, end, delimited, characterSet);
    explicitVr = explicitBefore;
    bigEndian = bigBefore;
    return sequence;
  }

  private Element sequence(int tag, int end, boolean delimited, CharacterSet characterSet)
      throws DicomException {
    if (depth > limits.maxDepth()) {
      throw new DicomException(
          Problem.BEYOND_LIMITS,
          where(),
          "Sequences are nested more than " + limits.maxDepth() + " deep");
    }
    List<DataSet> items = new ArrayList<>();
    int level = depth - 1;
    boolean outerSigned = signed;
    while (true) {
      if (position == end && !delimited) {
        break;
      }
      if (end - position < 8) {
        throw truncated("A sequence has no end");
      }
      int itemTag = tag(position);
      int length = int32(position + 4);
      if (itemTag == Tag.SEQUENCE_DELIMITATION && delimited) {
        if (length != 0) {
          throw corrupt("A sequence delimitation has a length");
        }
        position += 8;
        break;
      }
      if (itemTag != Tag.ITEM) {
        throw corrupt("An element stands where an item must");
      }
      position += 8;
      count();
      pathItems[level] = items.size();
      if (length == UNDEFINED) {
        items.add(read(end, true, characterSet, Stop.NEVER));
      } else {
        if (length < 0 || length > end - position) {
          throw truncated(
              "An item of %d bytes stands where %d are left"
                  .formatted(length & 0xffffffffL, end - position));
        }
        items.add(read(position + length, false, characterSet, Stop.NEVER));
      }
      signed = outerSigned;
    }
    pathItems[level] = -1;
    return new Element.Sequence(tag, items);
  }

  private Element fragments(int tag, Vr vr, int end) throws DicomException {
    List<ByteBuffer> fragments = new ArrayList<>();
    ByteBuffer offsetTable = null;
    while (true) {
      if (end - position < 8) {
        throw truncated("The compressed pixels have no end");
      }
      int itemTag = tag(position);
      int length = int32(position + 4);
      position += 8;
      if (itemTag == Tag.SEQUENCE_DELIMITATION) {
        if (length != 0) {
          throw corrupt("A sequence delimitation has a length");
        }
        break;
      }
      if (itemTag != Tag.ITEM) {
        throw corrupt("An element stands where a fragment must");
      }
      if (length < 0 || length > end - position) {
        throw truncated(
            "A fragment of %d bytes stands where %d are left"
                .formatted(length & 0xffffffffL, end - position));
      }
      count();
      ByteBuffer content = ByteBuffer.wrap(bytes, position, length);
      if (offsetTable == null) {
        offsetTable = content;
      } else {
        fragments.add(content);
      }
      position += length;
    }
    return new Element.Encapsulated(
        tag, vr, offsetTable == null ? ByteBuffer.allocate(0) : offsetTable, fragments);
  }

  private boolean onlyZeros(int end) {
    for (int at = position; at < end; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }

  private int tag(int at) {
    return int16(at) << 16 | int16(at + 2);
  }

  private int int16(int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  private int int32(int at) {
    int first = int16(at);
    int second = int16(at + 2);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  /** Made only when something is wrong. */
  private String where() {
    StringJoiner text = new StringJoiner(" ");
    for (int level = 0; level < depth; level++) {
      String name = level == depth - 1 ? Tag.name(pathTags[level]) : Tag.text(pathTags[level]);
      text.add(pathItems[level] < 0 ? name : name + "[" + pathItems[level] + "]");
    }
    return text.toString();
  }

  private DicomException truncated(String sentence) {
    return new DicomException(Problem.TRUNCATED, where(), sentence);
  }

  private DicomException corrupt(String sentence) {
    return new DicomException(Problem.CORRUPT, where(), sentence);
  }
}
