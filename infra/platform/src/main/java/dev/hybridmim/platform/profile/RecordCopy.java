package dev.hybridmim.platform.profile;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** Copies of records in which some components differ. */
final class RecordCopy {
  private RecordCopy() {}

  /**
   * The same record with other values of some components; its constructor checks them.
   *
   * @param changes by the component's name, none null
   * @throws IllegalArgumentException when a name is no component's
   */
  static <T extends Record> T with(T record, Map<String, Object> changes) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    int changed = 0;
    try {
      for (int index = 0; index < components.length; index++) {
        types[index] = components[index].getType();
        Object change = changes.get(components[index].getName());
        changed += change == null ? 0 : 1;
        values[index] = change == null ? components[index].getAccessor().invoke(record) : change;
      }
      if (changed < changes.size()) {
        throw new IllegalArgumentException(
            changes.keySet() + " are not all components of " + record);
      }
      @SuppressWarnings("unchecked")
      Constructor<T> constructor = (Constructor<T>) record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A public record can be copied", e);
    }
  }
}
