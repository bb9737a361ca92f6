package dev.hybridmim.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does; each implementation's test extends this. */
public abstract class ObjectStoreContract {
  private static final String TYPE = "application/octet-stream";

  @TempDir protected Path directory;

  private ObjectStore store;

  /** An empty store. */
  protected abstract ObjectStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void whatIsPutIsThere() throws Exception {
    String eTag = store.put("raw/a b/ü+1.bin", bytes("hello"), TYPE);
    assertThat(store.get("raw/a b/ü+1.bin", 5)).isEqualTo(bytes("hello"));
    assertThat(store.stat("raw/a b/ü+1.bin")).contains(new ObjectInfo("raw/a b/ü+1.bin", 5, eTag));
    try (InputStream content = store.open("raw/a b/ü+1.bin")) {
      assertThat(content.readAllBytes()).isEqualTo(bytes("hello"));
    }
    store.put("raw/a b/ü+1.bin", bytes("other!"), TYPE);
    assertThat(store.get("raw/a b/ü+1.bin", 100)).isEqualTo(bytes("other!"));
  }

  @Test
  void anObjectIsReplacedOnlyByWhoSawIt() {
    String first = store.put("alias", bytes("one"), TYPE);
    assertThat(store.replaceIf("alias", first, bytes("two"), TYPE)).isTrue();
    assertThat(store.replaceIf("alias", first, bytes("three"), TYPE)).isFalse();
    assertThat(store.get("alias", 10)).isEqualTo(bytes("two"));
    assertThat(store.replaceIf("nothing", first, bytes("one"), TYPE)).isFalse();
    assertThat(store.stat("nothing")).isEmpty();
  }

  @Test
  void anEmptyObjectIsAnObject() {
    store.put("empty", new byte[0], TYPE);
    assertThat(store.get("empty", 0)).isEmpty();
    assertThat(store.stat("empty")).map(ObjectInfo::size).contains(0L);
  }

  @Test
  void filesAreObjectsToo() throws Exception {
    Path file = directory.resolve("file");
    byte[] content = new byte[3_000_000];
    for (int index = 0; index < content.length; index++) {
      content[index] = (byte) (index * 31);
    }
    Files.write(file, content);
    String eTag = store.putFile("file", file, TYPE);
    assertThat(store.get("file", content.length)).isEqualTo(content);
    assertThat(store.stat("file")).map(ObjectInfo::eTag).contains(eTag);
  }

  @Test
  void moreThanTheCallerHoldsIsRefused() {
    store.put("big", new byte[1000], TYPE);
    assertThatThrownBy(() -> store.get("big", 999)).isInstanceOf(ObjectTooLargeException.class);
  }

  @Test
  void rangesAreExact() {
    store.put("range", bytes("0123456789"), TYPE);
    assertThat(store.getRange("range", 3, 4)).isEqualTo(bytes("3456"));
    assertThat(store.getRange("range", 0, 10)).isEqualTo(bytes("0123456789"));
    assertThatThrownBy(() -> store.getRange("range", 8, 4))
        .isInstanceOf(ObjectStoreException.class);
  }

  @Test
  void whatIsAbsentIsNotFound() {
    assertThat(store.stat("none")).isEmpty();
    assertThatThrownBy(() -> store.get("none", 1)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store.open("none")).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store.getRange("none", 0, 1))
        .isInstanceOf(ObjectNotFoundException.class);
    store.delete("none");
  }

  @Test
  void listsInTheOrderOfKeys() {
    for (String key : List.of("list/b/2", "list/a", "list/b/1", "other")) {
      store.put(key, bytes(key), TYPE);
    }
    assertThat(store.list("list/"))
        .extracting(ObjectInfo::key)
        .containsExactly("list/a", "list/b/1", "list/b/2");
    store.delete("list/a");
    assertThat(store.list("list/"))
        .extracting(ObjectInfo::key)
        .containsExactly("list/b/1", "list/b/2");
  }

  @Test
  void ofManyThatPutIfAbsentOneWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int thread = 0; thread < 16; thread++) {
        byte[] content = bytes("writer " + thread);
        answers.add(threads.submit(() -> store.putIfAbsent("race", content, TYPE)));
      }
      int wins = 0;
      for (Future<Boolean> answer : answers) {
        wins += answer.get() ? 1 : 0;
      }
      assertThat(wins).isEqualTo(1);
      assertThat(new String(store.get("race", 100), StandardCharsets.UTF_8)).startsWith("writer ");
    } finally {
      threads.shutdown();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
