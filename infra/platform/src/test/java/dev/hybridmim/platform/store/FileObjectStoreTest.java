package dev.hybridmim.platform.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FileObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore open() {
    return new FileObjectStore(directory.resolve("store"));
  }

  @Test
  void keysStayInsideTheDirectory() {
    ObjectStore store = open();
    assertThatThrownBy(() -> store.get("../secret", 10)).isInstanceOf(ObjectStoreException.class);
  }
}
