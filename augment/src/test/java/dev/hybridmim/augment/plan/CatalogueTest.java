package dev.hybridmim.augment.plan;

import static dev.hybridmim.augment.testing.TestVolumes.excluded;
import static dev.hybridmim.augment.testing.TestVolumes.id;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.message.VolumeEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CatalogueTest {
  /** An event of volume {@code number}, some offsets behind the one before. */
  record Step(int number, boolean excludes, int gap) {}

  @Property(tries = 500)
  void everyPositionOfThePastIsWhatTheEventsBelowItMake(@ForAll("histories") List<Step> history) {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    List<Long> offsets = append(history, catalogue);

    for (long position = 0; position <= catalogue.position(); position++) {
      Set<String> expected = usable(history, offsets, position);
      assertThat(usable(catalogue, position)).isEqualTo(expected);
      assertThat(catalogue.usable(position)).isEqualTo(expected.size());
    }
  }

  @Property(tries = 500)
  void theAnsweringPositionIsTheNextOneWithAUsableVolume(@ForAll("histories") List<Step> history) {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    append(history, catalogue);

    for (long asked = 0; asked <= catalogue.position() + 1; asked++) {
      long position = asked;
      while (position <= catalogue.position() && catalogue.usable(position) == 0) {
        position++;
      }
      if (position > catalogue.position()) {
        assertThat(catalogue.answeringPosition(asked)).isEmpty();
      } else {
        assertThat(catalogue.answeringPosition(asked)).hasValue(position);
      }
    }
  }

  @Example
  void aVolumeAnnouncedTwiceKeepsItsFirstOffsetAndPlace() {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    catalogue.append(3, prepared(1));
    VolumeEvent again =
        prepared(prepared(1).getPrepared().toBuilder().setObjectPrefix("elsewhere/").build());
    catalogue.append(5, again);

    assertThat(catalogue.announced(6)).isEqualTo(1);
    assertThat(catalogue.entry(0).firstOffset()).isEqualTo(3);
    assertThat(catalogue.entry(0).volume().getObjectPrefix()).startsWith("volumes/");
  }

  @Example
  void anEventDeliveredTwiceChangesNothing() {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    catalogue.append(0, prepared(1));
    catalogue.append(1, excluded(1));
    catalogue.append(0, prepared(2));

    assertThat(catalogue.position()).isEqualTo(2);
    assertThat(catalogue.announced(2)).isEqualTo(1);
    assertThat(catalogue.usable(2)).isZero();
  }

  @Example
  void theCatalogueForgetsTheScansNames() {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    catalogue.append(0, prepared(1));

    assertThat(prepared(1).getPrepared().hasSource()).isTrue();
    assertThat(catalogue.entry(0).volume().hasSource()).isFalse();
  }

  @Example
  void anEmptyEventIsRefused() {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    assertThatThrownBy(() -> catalogue.append(0, VolumeEvent.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offset 0");
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(true, false, false),
            Arbitraries.integers().between(1, 3))
        .as(Step::new)
        .list()
        .ofMaxSize(20);
  }

  private static List<Long> append(List<Step> history, Catalogue catalogue) {
    List<Long> offsets = new ArrayList<>();
    long offset = -1;
    for (Step step : history) {
      offset += step.gap();
      offsets.add(offset);
      catalogue.append(offset, step.excludes() ? excluded(step.number()) : prepared(step.number()));
    }
    return offsets;
  }

  private static Set<String> usable(List<Step> history, List<Long> offsets, long position) {
    Set<String> prepared = new LinkedHashSet<>();
    Set<String> excluded = new LinkedHashSet<>();
    for (int event = 0; event < history.size() && offsets.get(event) < position; event++) {
      Step step = history.get(event);
      (step.excludes() ? excluded : prepared).add(id(step.number()));
    }
    prepared.removeAll(excluded);
    return prepared;
  }

  private static Set<String> usable(Catalogue catalogue, long position) {
    Set<String> usable = new LinkedHashSet<>();
    for (int index = 0; index < catalogue.announced(position); index++) {
      if (catalogue.entry(index).usableAt(position)) {
        usable.add(catalogue.entry(index).volume().getId());
      }
    }
    return usable;
  }
}
