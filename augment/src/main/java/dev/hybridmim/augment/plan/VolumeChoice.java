package dev.hybridmim.augment.plan;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.message.DemandTicket;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Draws the volumes of one ticket from the catalogue at one position, each once as long as there
 * are enough.
 */
final class VolumeChoice {
  private static final int TRIES_AT_RANDOM = 64;

  private final Catalogue catalogue;
  private final DemandTicket ticket;
  private final long position;
  private final Draws draws;
  private final int announced;
  private final int usable;
  private final BalancedDraw balanced;
  private final BitSet taken = new BitSet();
  private FreshVolumes fresh;

  VolumeChoice(Catalogue catalogue, DemandTicket ticket, long position, Draws draws) {
    this.catalogue = catalogue;
    this.ticket = ticket;
    this.position = position;
    this.draws = draws;
    this.announced = catalogue.announced(position);
    this.usable = catalogue.usable(position);
    this.balanced = new BalancedDraw(catalogue, ticket, position, draws);
  }

  /** A fresh volume, or any when all of these are taken or excluded. */
  int takeFresh(int visits) {
    OptionalInt drawn =
        ticket.hasFreshFrom()
            ? fresh().draw(draws)
            : draw(announced - newestVolumes(visits), this::isFree);
    return drawn.isPresent() ? take(drawn.getAsInt()) : takeAny();
  }

  /** A volume of the whole catalogue. */
  int takeAny() {
    if (taken.cardinality() == usable) {
      taken.clear();
    }
    return take(
        BalancedDraw.isAskedFor(ticket)
            ? balanced.draw(this::isFree)
            : draw(0, this::isFree).orElseThrow());
  }

  /** A volume of the whole catalogue that is none of the given ones, taken or not. */
  OptionalInt other(BitSet than) {
    return than.cardinality() == usable ? OptionalInt.empty() : draw(0, index -> !than.get(index));
  }

  private FreshVolumes fresh() {
    if (fresh == null) {
      fresh = FreshVolumes.of(catalogue, ticket, position);
      taken.stream().forEach(fresh::remove);
    }
    return fresh;
  }

  private int newestVolumes(int visits) {
    int newestEighth = (announced + 7) / 8;
    return Math.min(announced, Math.max(newestEighth, visits));
  }

  private OptionalInt draw(int low, IntPredicate wanted) {
    int span = announced - low;
    int index = low;
    for (int tries = 0; tries < TRIES_AT_RANDOM; tries++) {
      index = low + draws.below(span);
      if (wanted.test(index) && isUsable(index)) {
        return OptionalInt.of(index);
      }
    }
    for (int step = 1; step < span; step++) {
      int next = low + (index - low + step) % span;
      if (wanted.test(next) && isUsable(next)) {
        return OptionalInt.of(next);
      }
    }
    return OptionalInt.empty();
  }

  private int take(int index) {
    taken.set(index);
    if (fresh != null) {
      fresh.remove(index);
    }
    return index;
  }

  private boolean isFree(int index) {
    return !taken.get(index);
  }

  private boolean isUsable(int index) {
    return catalogue.entry(index).usableAt(position);
  }
}
