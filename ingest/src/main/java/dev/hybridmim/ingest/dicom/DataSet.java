package dev.hybridmim.ingest.dicom;

import dev.hybridmim.ingest.dicom.DicomException.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Data elements in the order of their tags, each tag once: an object, or an item of a sequence.
 * Immutable; {@link #with} and {@link #without} give changed ones.
 *
 * <p>{@link #toString} names tags and no values: values may identify patients.
 *
 * <pre>{@code
 * DataSet anonymous = dataSet.with(Element.text(Tag.PATIENT_NAME, Vr.PN)).without(0x00100030);
 * int rows = dataSet.integer(Tag.ROWS).orElseThrow();
 * double[] position = dataSet.numbers(Tag.IMAGE_POSITION_PATIENT);
 * }</pre>
 */
public final class DataSet implements Iterable<Element> {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final DataSet EMPTY = new DataSet(new Element[0], CharacterSet.DEFAULT);

  private final Element[] elements;
  private final CharacterSet characterSet;

  private DataSet(Element[] elements, CharacterSet characterSet) {
    this.elements = elements;
    this.characterSet = characterSet;
  }

  /** Without elements. */
  public static DataSet empty() {
    return EMPTY;
  }

  /** Of elements in any order; of two with the same tag the later one stays. */
  public static DataSet of(Element... elements) {
    return of(Arrays.asList(elements));
  }

  /** Of elements in any order; of two with the same tag the later one stays. */
  public static DataSet of(Collection<Element> elements) {
    return of(elements, CharacterSet.DEFAULT);
  }

  /**
   * An item.
   *
   * @param inherited applies where the elements name no character set of their own
   */
  static DataSet of(Collection<Element> elements, CharacterSet inherited) {
    TreeMap<Integer, Element> sorted = new TreeMap<>(Integer::compareUnsigned);
    elements.forEach(element -> sorted.put(element.tag(), element));
    return ofSorted(sorted.values().toArray(new Element[0]), inherited);
  }

  /** Elements whose tags ascend; the array is handed over. */
  static DataSet ofSorted(Element[] elements, CharacterSet inherited) {
    DataSet dataSet = new DataSet(elements, inherited);
    CharacterSet own = dataSet.ownCharacterSet();
    return own == null ? dataSet : new DataSet(elements, own);
  }

  private CharacterSet ownCharacterSet() {
    return find(Tag.SPECIFIC_CHARACTER_SET).orElse(null) instanceof Element.Value value
        ? CharacterSet.of(ascii(value).split("\\\\", -1))
        : null;
  }

  /** How many elements there are, those of items not counted. */
  public int size() {
    return elements.length;
  }

  @Override
  public Iterator<Element> iterator() {
    return List.of(elements).iterator();
  }

  /** The element of a tag. */
  public Optional<Element> find(int tag) {
    int at = position(tag);
    return at >= 0 ? Optional.of(elements[at]) : Optional.empty();
  }

  /** Whether the tag is there, with a value or without. */
  public boolean contains(int tag) {
    return position(tag) >= 0;
  }

  /** Whether the tag is there with a value. */
  public boolean hasValue(int tag) {
    int at = position(tag);
    return at >= 0 && !elements[at].isEmpty();
  }

  /** With an element, which replaces one of the same tag. */
  public DataSet with(Element element) {
    int at = position(element.tag());
    Element[] changed;
    if (at >= 0) {
      changed = elements.clone();
      changed[at] = element;
    } else {
      int insertion = -at - 1;
      changed = new Element[elements.length + 1];
      System.arraycopy(elements, 0, changed, 0, insertion);
      changed[insertion] = element;
      System.arraycopy(elements, insertion, changed, insertion + 1, elements.length - insertion);
    }
    return ofSorted(changed, characterSet);
  }

  /** Without a tag, which need not be there. */
  public DataSet without(int tag) {
    int at = position(tag);
    if (at < 0) {
      return this;
    }
    Element[] changed = new Element[elements.length - 1];
    System.arraycopy(elements, 0, changed, 0, at);
    System.arraycopy(elements, at + 1, changed, at, changed.length - at);
    return new DataSet(changed, characterSet);
  }

  /** The owner of a private element's block, when the data set names it. */
  public Optional<String> privateCreator(int tag) {
    return Tag.isPrivate(tag) && Tag.element(tag) > 0xff
        ? text(Tag.creatorOf(tag))
        : Optional.empty();
  }

  /**
   * The first value of a text, without padding; nothing when it is missing, empty or no text. An
   * element of unknown representation ({@code UN}) is taken as text.
   */
  public Optional<String> text(int tag) {
    List<String> values = texts(tag);
    return values.isEmpty() || values.get(0).isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(0));
  }

  /** All values of a text, without padding, empty ones included. */
  public List<String> texts(int tag) {
    if (!(find(tag).orElse(null) instanceof Element.Value value)
        || value.isEmpty()
        || !(value.vr().isText() || value.vr() == Vr.UN)) {
      return List.of();
    }
    String text = value.vr().isNational() ? characterSet.decode(value.toArray()) : ascii(value);
    if (!value.vr().isMultiple() && value.vr() != Vr.UN) {
      return List.of(trimEnd(text));
    }
    return Arrays.stream(text.split("\\\\", -1)).map(DataSet::trim).toList();
  }

  /**
   * The first value of a number, whatever its representation; nothing when it is missing or empty.
   *
   * @throws DicomException when the value is no finite number
   */
  public OptionalDouble number(int tag) throws DicomException {
    double[] numbers = numbers(tag);
    return numbers.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(numbers[0]);
  }

  /**
   * The first value of an integer.
   *
   * @throws DicomException when the value is no 32-bit integer
   */
  public OptionalInt integer(int tag) throws DicomException {
    OptionalDouble number = number(tag);
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    double value = number.getAsDouble();
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new DicomException(Problem.INVALID_VALUE, Tag.name(tag), "No integer stands");
    }
    return OptionalInt.of((int) value);
  }

  /**
   * All values of a number: binary ones and decimal texts.
   *
   * @throws DicomException when a value is no finite number
   */
  public double[] numbers(int tag) throws DicomException {
    if (!(find(tag).orElse(null) instanceof Element.Value value) || value.isEmpty()) {
      return new double[0];
    }
    return value.vr().isText() || value.vr() == Vr.UN ? decimals(value) : binary(value);
  }

  /** The items of a sequence; none when it is missing. */
  public List<DataSet> items(int tag) {
    return find(tag).orElse(null) instanceof Element.Sequence sequence
        ? sequence.items()
        : List.of();
  }

  /** The character set of texts here and, where they name none, in items. */
  CharacterSet characterSet() {
    return characterSet;
  }

  private double[] decimals(Element.Value value) throws DicomException {
    List<String> texts = texts(value.tag());
    double[] numbers = new double[texts.size()];
    for (int n = 0; n < numbers.length; n++) {
      String text = texts.get(n);
      // Also keeps out what Java reads and the standard does not know: NaN, hexadecimal digits, 1d.
      if (!DECIMAL.matcher(text).matches()) {
        throw noNumber(value);
      }
      numbers[n] = Double.parseDouble(text);
      if (Double.isInfinite(numbers[n])) {
        throw noNumber(value);
      }
    }
    return numbers;
  }

  private static double[] binary(Element.Value value) throws DicomException {
    int width = value.vr().width();
    if (width == 1 || value.length() % width != 0) {
      throw noNumber(value);
    }
    ByteBuffer bytes = value.bytes();
    double[] numbers = new double[value.length() / width];
    for (int n = 0; n < numbers.length; n++) {
      numbers[n] =
          switch (value.vr()) {
            case US, OW -> bytes.getShort(2 * n) & 0xffff;
            case SS -> bytes.getShort(2 * n);
            case UL, OL -> bytes.getInt(4 * n) & 0xffffffffL;
            case SL -> bytes.getInt(4 * n);
            case FL, OF -> bytes.getFloat(4 * n);
            case FD, OD -> bytes.getDouble(8 * n);
            case SV, UV, OV -> bytes.getLong(8 * n);
            default -> Double.NaN;
          };
      if (!Double.isFinite(numbers[n])) {
        throw noNumber(value);
      }
    }
    return numbers;
  }

  private static DicomException noNumber(Element.Value value) {
    return new DicomException(Problem.INVALID_VALUE, Tag.name(value.tag()), "No number stands");
  }

  private static String ascii(Element.Value value) {
    return new String(value.toArray(), StandardCharsets.ISO_8859_1);
  }

  private static String trim(String text) {
    int begin = 0;
    while (begin < text.length() && text.charAt(begin) == ' ') {
      begin++;
    }
    return trimEnd(text.substring(begin));
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  private int position(int tag) {
    int low = 0;
    int high = elements.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(elements[middle].tag(), tag);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataSet that && Arrays.equals(elements, that.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  @Override
  public String toString() {
    return "DataSet" + Arrays.toString(elements);
  }
}
