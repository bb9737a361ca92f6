package dev.hybridmim.platform.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.store.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesKeysTest {
  private static final Pseudonyms PSEUDONYMS = Pseudonyms.of("a secret");
  private static final String FOLDER = SeriesKeys.folder(PSEUDONYMS.series("1.2.3"));

  @Test
  void everyObjectOfASeriesIsRecognised() {
    String instance = SeriesKeys.instance(FOLDER, PSEUDONYMS.instance("1.2.3.4"));
    String link = SeriesKeys.link(FOLDER, PSEUDONYMS.object("raw/a/I10"));
    assertThat(instance).matches("raw/series/[0-9a-f]{32}/[0-9a-f]{32}\\.dcm");
    assertThat(SeriesKeys.folderOf(instance)).contains(FOLDER);
    assertThat(SeriesKeys.isMember(instance)).isTrue();
    assertThat(SeriesKeys.isMember(link)).isTrue();
    assertThat(SeriesKeys.isLink(instance)).isFalse();
    assertThat(SeriesKeys.isCompletion(SeriesKeys.completion(FOLDER))).isTrue();
    assertThat(SeriesKeys.isMember(SeriesKeys.prepared(FOLDER))).isFalse();
    assertThat(SeriesKeys.folderOfPending(SeriesKeys.pending(FOLDER))).isEqualTo(FOLDER);
    assertThat(SeriesKeys.folderOf("raw/series/complete.json")).isEmpty();
    assertThat(SeriesKeys.folderOf("raw/0123.nii.gz")).isEmpty();
    assertThatThrownBy(() -> SeriesKeys.folder("../escape"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theVersionFollowsTheMembersAndNothingElse() {
    ObjectInfo first = new ObjectInfo(SeriesKeys.instance(FOLDER, "a"), 5, "\"e1\"");
    ObjectInfo second = new ObjectInfo(SeriesKeys.instance(FOLDER, "b"), 5, "e2");
    ObjectInfo word = new ObjectInfo(SeriesKeys.completion(FOLDER), 5, "e3");
    String version = SeriesKeys.version(List.of(first, second));
    assertThat(SeriesKeys.version(List.of(second, word, first))).isEqualTo(version);
    assertThat(SeriesKeys.version(List.of(first))).isNotEqualTo(version);
    ObjectInfo changed = new ObjectInfo(second.key(), 5, "e4");
    assertThat(SeriesKeys.version(List.of(first, changed))).isNotEqualTo(version);
  }

  @Test
  void pseudonymsDependOnSecretKindAndIdentifier() {
    assertThat(PSEUDONYMS.series("1.2")).isEqualTo(Pseudonyms.of("a secret").series("1.2"));
    assertThat(PSEUDONYMS.series("1.2")).isNotEqualTo(PSEUDONYMS.study("1.2"));
    assertThat(PSEUDONYMS.series("1.2")).isNotEqualTo(Pseudonyms.of("another").series("1.2"));
    assertThat(PSEUDONYMS.subject("7", "A")).isNotEqualTo(PSEUDONYMS.subject("7", "B"));
    assertThat(PSEUDONYMS.toString()).doesNotContain("secret");
  }

  @Test
  void completionAndLinkReadBack() {
    SeriesCompletion completion = new SeriesCompletion(28);
    assertThat(SeriesCompletion.parse(completion.toJson())).contains(completion);
    assertThat(SeriesCompletion.parse("{\"instances\": -1}".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(SeriesCompletion.parse("?".getBytes(StandardCharsets.UTF_8))).isEmpty();
    SeriesLink link = new SeriesLink("raw/a \"b\"/I10", "e1");
    assertThat(SeriesLink.parse(link.toJson())).contains(link);
    assertThat(SeriesLink.parse("[]".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
