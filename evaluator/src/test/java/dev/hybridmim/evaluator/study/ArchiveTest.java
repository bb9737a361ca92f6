package dev.hybridmim.evaluator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArchiveTest {
  @Property(tries = 50)
  void partsCoverEverythingOnceAndPlacesKnowTheirPart(
      @ForAll @IntRange(min = 2, max = 6) int parts,
      @ForAll @IntRange(min = 6, max = 50) int size) {
    List<Integer> all = IntStream.range(0, size).boxed().toList();
    List<Integer> joined = new ArrayList<>();
    for (int part = 1; part <= parts; part++) {
      int own = part;
      List<Integer> seen = new Archive(part, part, parts, Optional.empty(), 1).of(all);
      assertThat(seen).allMatch(place -> Archive.partOf(place, size, parts) == own);
      joined.addAll(seen);
    }
    assertThat(joined).isEqualTo(all);
    assertThat(new Archive(1, parts, parts, Optional.empty(), 1).of(all)).isEqualTo(all);
  }

  @Test
  void everyWayLearnsOnFromItsOwnPast() {
    List<Competitor> three = ContinualCompetitors.of(3);
    assertThat(three)
        .extracting(Competitor::name)
        .containsExactly(
            "replay-1", "replay-2", "restart-2", "newest-2", "replay-3", "restart-3", "newest-3");
    assertThat(three.get(6).archive()).isEqualTo(new Archive(3, 3, 3, Optional.of("newest-2"), 1));
    assertThat(three.get(5).archive()).isEqualTo(new Archive(1, 3, 3, Optional.empty(), 3));
    assertThatThrownBy(() -> new Archive(2, 1, 3, Optional.empty(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
